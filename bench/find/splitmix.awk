# SPDX-License-Identifier: BSD-3-Clause
# The generator splitmix64, seeded with the 64-bit FNV-1a hash of a text, in a language that has
# only doubles: numbers of 64 bits are four limbs of 16, lowest first, in z[0] to z[3].
#   random_seed(TEXT) sets the state; random_unit() returns its next number in [0, 1).

function random_init(   i, j, bit, a, b, x)
{
  for (i = 0; i < 16; i++)
    for (j = 0; j < 16; j++) {
      x = 0
      a = i
      b = j
      for (bit = 1; bit < 16; bit *= 2) {
        if (a % 2 != b % 2) x += bit
        a = int(a / 2)
        b = int(b / 2)
      }
      xor_of[i, j] = x
    }
  for (i = 32; i < 127; i++) code_of[sprintf("%c", i)] = i
  random_ready = 1
}

function xor16(a, b,   x, place)
{
  x = 0
  for (place = 1; place < 65536; place *= 16) {
    x += place * xor_of[a % 16, b % 16]
    a = int(a / 16)
    b = int(b / 16)
  }
  return x
}

# z *= a number given by its limbs, modulo 2^64
function times(z, m0, m1, m2, m3,   r0, r1, r2, r3)
{
  r0 = z[0] * m0
  r1 = z[0] * m1 + z[1] * m0 + int(r0 / 65536)
  r2 = z[0] * m2 + z[1] * m1 + z[2] * m0 + int(r1 / 65536)
  r3 = z[0] * m3 + z[1] * m2 + z[2] * m1 + z[3] * m0 + int(r2 / 65536)
  z[0] = r0 % 65536
  z[1] = r1 % 65536
  z[2] = r2 % 65536
  z[3] = r3 % 65536
}

# z ^= z >> (16 + log2(DOWN))
function fold(z, down,   up, s0, s1, s2)
{
  up = 65536 / down
  s0 = int(z[1] / down) + z[2] % down * up
  s1 = int(z[2] / down) + z[3] % down * up
  s2 = int(z[3] / down)
  z[0] = xor16(z[0], s0)
  z[1] = xor16(z[1], s1)
  z[2] = xor16(z[2], s2)
}

function random_seed(text,   i)
{
  if (!random_ready) random_init()
  state[0] = 8997 # cbf29ce484222325
  state[1] = 33826
  state[2] = 40164
  state[3] = 52210
  for (i = 1; i <= length(text); i++) {
    state[0] = xor16(state[0], code_of[substr(text, i, 1)])
    times(state, 435, 0, 256, 0) # 100000001b3
  }
}

function random_unit(   i, carry)
{
  split("31765 32586 31161 40503", golden, " ") # 9e3779b97f4a7c15
  carry = 0
  for (i = 0; i < 4; i++) {
    carry += state[i] + golden[i + 1]
    state[i] = carry % 65536
    carry = int(carry / 65536)
    z[i] = state[i]
  }
  fold(z, 16384)
  times(z, 58809, 7396, 18285, 48984) # bf58476d1ce4e5b9
  fold(z, 2048)
  times(z, 4587, 4913, 18875, 38096) # 94d049bb133111eb
  fold(z, 32768)
  return (z[3] * 137438953472 + z[2] * 2097152 + z[1] * 32 + int(z[0] / 2048)) / 9007199254740992
}
