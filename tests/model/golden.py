#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes golden.safetensors: what PyTorch makes of a small SEGVAE.

The network, its loss and Adam are built here of PyTorch's own layers and computed in double, from
parameters that float32 holds exactly. Dropout masks and latent noise are drawn once and stored, so
that another implementation can be given the same. Two kinds of masks on the embeddings: one for
each position, as published, and one for each token of the vocabulary.

Needs PyTorch (Debian: python3-torch); neither the build nor the tests do.

    tests/model/golden.py tests/model/golden.safetensors
"""

import json
import struct
import sys

import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

TOKENS, EMBEDDING, HIDDEN, LATENT = 9, 12, 8, 6
EOS, SOS, PAD = TOKENS, TOKENS + 1, TOKENS + 2
VOCABULARY = TOKENS + 3
LENGTHS = [9, 6, 6, 3, 1]
BATCH, STEPS = len(LENGTHS), max(LENGTHS) + 1
UPDATES = 10
DROPOUT, KL_WEIGHT = 0.1, 0.5


class Segvae(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, EMBEDDING)
        self.encoder = nn.LSTM(EMBEDDING, HIDDEN, batch_first=True, bidirectional=True)
        self.hidden_to_mu = nn.Linear(2 * HIDDEN, LATENT)
        self.hidden_to_logsigma = nn.Linear(2 * HIDDEN, LATENT)
        self.z_to_embedding = nn.Linear(LATENT, EMBEDDING)
        self.decoder = nn.LSTM(EMBEDDING, HIDDEN, batch_first=True)
        self.linear = nn.Linear(HIDDEN, VOCABULARY)

    def forward(self, inputs, lengths, noise, masks):
        """The masks multiply the encoder's and the decoder's embeddings and the decoder's output."""
        to_encoder, to_decoder, to_output = masks
        embedded = self.embedding(inputs)
        packed = pack_padded_sequence(embedded * to_encoder, lengths, batch_first=True)
        _, (last, _) = self.encoder(packed)
        last = torch.cat([last[0], last[1]], dim=1)
        mu, log_variance = self.hidden_to_mu(last), self.hidden_to_logsigma(last)
        z = mu + torch.exp(log_variance / 2) * noise
        decoded = embedded * to_decoder + self.z_to_embedding(z).unsqueeze(1)
        packed = pack_padded_sequence(decoded, lengths, batch_first=True)
        out, _ = pad_packed_sequence(self.decoder(packed)[0], batch_first=True)
        return {"last": last, "mu": mu, "log_variance": log_variance, "z": z,
                "logits": self.linear(out * to_output)}


def losses(outputs, targets):
    """Cross entropy and divergence, summed over tokens and averaged over formulas."""
    logits = outputs["logits"].reshape(-1, VOCABULARY)
    entropy = cross_entropy(logits, targets.reshape(-1), ignore_index=PAD, reduction="sum")
    mu, log_variance = outputs["mu"], outputs["log_variance"]
    kl = -0.5 * (1 + log_variance - mu ** 2 - log_variance.exp()).sum()
    return entropy / BATCH, kl / BATCH


def draw_batch():
    inputs = torch.full((BATCH, STEPS), PAD)
    targets = torch.full((BATCH, STEPS), PAD)
    tokens = torch.full((BATCH, STEPS - 1), 0)
    for row, n in enumerate(LENGTHS):
        tokens[row, :n] = torch.randint(TOKENS, (n,))
        inputs[row, 0], targets[row, n] = SOS, EOS
        inputs[row, 1:n + 1] = targets[row, :n] = tokens[row, :n]
    return tokens, inputs, targets


def draw_kept(by_token):
    """For each update what the three masks keep: bytes of 0 and 1."""
    shape = (VOCABULARY,) if by_token else (BATCH, STEPS)
    sizes = [shape + (EMBEDDING,), shape + (EMBEDDING,), (BATCH, STEPS, HIDDEN)]
    return [(torch.rand((UPDATES,) + size) >= DROPOUT).to(torch.uint8) for size in sizes]


def masks_at(kept, update, inputs, by_token):
    masks = [mask[update].double() / (1 - DROPOUT) for mask in kept]
    return [masks[0][inputs], masks[1][inputs], masks[2]] if by_token else masks


def run(start, batch, by_token, store, case):
    """Ten updates from START; stores what goes in and what comes out, names beginning with CASE."""
    _, inputs, targets = batch
    lengths = torch.tensor(LENGTHS) + 1
    kept = draw_kept(by_token)
    noise = torch.randn(UPDATES, BATCH, LATENT).float()
    for name, mask in zip(("encoder_kept", "decoder_kept", "output_kept"), kept):
        store[f"{case}.{name}"] = mask
    store[f"{case}.noise"] = noise
    model = Segvae().double()
    model.load_state_dict(start)
    adam = torch.optim.Adam(model.parameters(), lr=5e-4, betas=(0.5, 0.999), eps=1e-8)
    history = []
    for update in range(UPDATES):
        outputs = model(inputs, lengths, noise[update].double(),
                        masks_at(kept, update, inputs, by_token))
        entropy, kl = losses(outputs, targets)
        history.append([entropy.item(), kl.item()])
        adam.zero_grad()
        (entropy + KL_WEIGHT * kl).backward()
        if update == 0:
            store.update({f"{case}.{k}": v for k, v in outputs.items()})
            store.update({f"{case}.gradient.{k}": v.grad.clone()
                          for k, v in model.named_parameters()})
        adam.step()
    store[f"{case}.losses"] = torch.tensor(history)
    store.update({f"{case}.after.{k}": v for k, v in model.state_dict().items()})


def write(path, store):
    """The safetensors layout: header length, JSON header, bytes."""
    header, data = {}, b""
    for name, tensor in store.items():
        small = tensor.dtype == torch.uint8
        values = tensor.detach().reshape(-1).tolist()
        raw = bytes(values) if small else struct.pack(f"<{len(values)}f", *values)
        header[name] = {"dtype": "U8" if small else "F32", "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def main():
    torch.manual_seed(20231)
    torch.set_num_threads(1)
    start = {k: v.float().double() for k, v in Segvae().state_dict().items()}
    batch = draw_batch()
    store = {"lengths": torch.tensor(LENGTHS, dtype=torch.uint8),
             "tokens": batch[0].to(torch.uint8)}
    store.update({f"start.{k}": v for k, v in start.items()})
    run(start, batch, False, store, "position")
    run(start, batch, True, store, "token")
    write(sys.argv[1], store)


if __name__ == "__main__":
    main()
