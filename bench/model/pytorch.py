#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""SEGVAE in PyTorch, timed: the peer that bench/model/run sets beside `eqsieve bench`.

The network, the loss and the sampler are those of the reference implementation, built of PyTorch's
own layers: padded batches of formulas sorted by length, dropout on embeddings and outputs, every
sample written to its last step. What the reference wastes is left out: no autograd while sampling,
and the product of z is not repeated at every step.

    pytorch.py train|sample --threads N --repeats N

prints one line of JSON in the manner of `eqsieve bench --jsonl`. Exit code 2: PyTorch is missing.
"""

import argparse
import json
import random
import statistics
import sys
import time

try:
    import torch
    from torch import nn
    from torch.nn.functional import cross_entropy
except ImportError:
    print("pytorch.py: PyTorch is missing (Debian: apt-get install python3-torch)", file=sys.stderr)
    sys.exit(2)

TOKENS, EMBEDDING, HIDDEN, LATENT, BATCH = 20, 128, 64, 128, 256
EOS, SOS, PAD = TOKENS, TOKENS + 1, TOKENS + 2
MAX_LENGTH, FORMULAS, STEPS = 30, 2048, 30


def arity(token):
    return 2 if token < 6 else 1 if token < 12 else 0


def formula(rng):
    """As src/bench/formulas.c draws them: each token among those that may follow."""
    tokens, open_slots = [], 1
    while open_slots:
        left = MAX_LENGTH - len(tokens)
        token = rng.choice([t for t in range(TOKENS) if open_slots + arity(t) <= left])
        tokens.append(token)
        open_slots += arity(token) - 1
    return tokens


def batches():
    """The formulas, sorted by length, as padded inputs and targets."""
    rng = random.Random(1)
    formulas = sorted((formula(rng) for _ in range(FORMULAS)), key=len)
    out = []
    for first in range(0, FORMULAS, BATCH):
        group = formulas[first:first + BATCH]
        steps = len(group[-1]) + 1
        pad = [PAD] * steps
        out.append((torch.tensor([([SOS] + f + pad)[:steps] for f in group]).t().contiguous(),
                    torch.tensor([(f + [EOS] + pad)[:steps] for f in group]).t().contiguous()))
    return out, sum(len(f) + 1 for f in formulas)


class Segvae(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(TOKENS + 3, EMBEDDING)
        self.encoder = nn.LSTM(EMBEDDING, HIDDEN, bidirectional=True)
        self.hidden_to_mu = nn.Linear(2 * HIDDEN, LATENT)
        self.hidden_to_logsigma = nn.Linear(2 * HIDDEN, LATENT)
        self.z_to_embedding = nn.Linear(LATENT, EMBEDDING)
        self.decoder = nn.LSTM(EMBEDDING, HIDDEN)
        self.linear = nn.Linear(HIDDEN, TOKENS + 3)
        self.dropout = nn.Dropout(0.1)

    def loss(self, inputs, targets):
        _, (last, _) = self.encoder(self.dropout(self.embedding(inputs)))
        last = torch.cat([last[0], last[1]], dim=1)
        mu, log_variance = self.hidden_to_mu(last), self.hidden_to_logsigma(last)
        z = mu + torch.exp(log_variance / 2) * torch.randn_like(mu)
        out, _ = self.decoder(self.dropout(self.embedding(inputs)) + self.z_to_embedding(z))
        logits = self.linear(self.dropout(out))
        entropy = cross_entropy(logits.view(-1, TOKENS + 3), targets.view(-1), ignore_index=PAD,
                                reduction="sum")
        kl = -0.5 * (1 + log_variance - mu ** 2 - log_variance.exp()).sum()
        return entropy / inputs.shape[1], kl / inputs.shape[1]

    @torch.no_grad()
    def sample(self, n):
        from_z = self.z_to_embedding(torch.randn(1, n, LATENT))
        token, state, out = torch.full((1, n), SOS), None, []
        for _ in range(STEPS):
            hidden, state = self.decoder(self.embedding(token) + from_z, state)
            probability = torch.softmax(self.linear(hidden[0]), dim=1)
            token = torch.multinomial(probability, 1).t()
            out.append(token)
        return torch.cat(out)


def timed(work, repeats):
    work()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def train(model, repeats):
    adam = torch.optim.Adam(model.parameters(), lr=5e-4, betas=(0.5, 0.999), eps=1e-8)
    corpus, tokens = batches()
    history = []

    def epoch():
        model.train()
        total = 0.0
        for inputs, targets in random.sample(corpus, len(corpus)):
            entropy, kl = model.loss(inputs, targets)
            adam.zero_grad()
            (entropy + 0.5 * kl).backward()
            adam.step()
            total += entropy.item()
        history.append(total / len(corpus))

    median = timed(epoch, repeats)
    if not history[-1] < history[0]:
        sys.exit("pytorch.py: the loss did not fall")
    return {"tokens_per_s": tokens / median, "samples_per_s": FORMULAS / median, "median": median}


def sample(model, repeats, n):
    model.eval()
    median = timed(lambda: model.sample(n), repeats)
    return {"tokens_per_s": n * STEPS / median, "samples_per_s": n / median, "median": median}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("kind", choices=("train", "sample"))
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--repeats", type=int, default=11)
    options.add_argument("--samples", type=int, default=2048)
    options = options.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    model = Segvae()
    result = (train(model, options.repeats) if options.kind == "train"
              else sample(model, options.repeats, options.samples))
    print(json.dumps({"bench": options.kind, "engine": "PyTorch " + torch.__version__,
                      "threads": options.threads, "repeats": options.repeats, **result}))


if __name__ == "__main__":
    main()
