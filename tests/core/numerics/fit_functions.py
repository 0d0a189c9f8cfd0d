#!/usr/bin/env python3
"""Prints the polynomials of help/numerics.md, "Functions" (needs numpy).

Each is the minimax fit under a weight that makes its error relative to the function's value (Lawson's
iteration in double, values of the functions in long double), rounded to fp32 coefficient by coefficient: the lowest is
rounded, the rest is fitted again, and so on.
"""
import math

import numpy as np



def grid(low, high, count=800):
    """Points from low to high, denser at the ends."""
    return low + (high - low) * (1 - np.cos(np.linspace(0, math.pi, count))) / 2


def minimax(x, goal, weight, powers):
    """Coefficients c with the smallest max |weight * (sum c_k x^powers[k] - goal)|: Lawson's iteration."""
    basis = np.stack([x**p for p in powers], axis=1) * weight[:, None]
    share = np.full(len(x), 1 / len(x))
    best, least = None, math.inf
    for _ in range(400):
        root = np.sqrt(share)
        solution = np.linalg.lstsq(basis * root[:, None], goal * weight * root, rcond=None)[0]
        error = np.abs(basis @ solution - goal * weight)
        if error.max() < least:
            best, least = solution, error.max()
        share = share * error
        share /= share.sum()
    return best


def fit(name, x, goal, weight, degree):
    x, goal, weight = (np.asarray(v, dtype=np.float64) for v in (x, goal, np.abs(weight)))
    rounded, rest, powers = [], goal, list(range(degree + 1))
    while powers:
        solution = minimax(x, rest, weight, powers)
        lowest = float(np.float32(solution[0]))
        rounded.append(lowest)
        rest = rest - lowest * x ** powers.pop(0)
    print(f"{name}: largest relative error {np.max(np.abs(weight * rest)):.2g}")
    for power, value in enumerate(rounded):
        print(f"  x^{power}: {value.hex()}")


def parts(name, value):
    high = np.float32(value)
    print(f"{name}: {float(high).hex()} + {float(np.float32(value - np.longdouble(high))).hex()}")


wide = np.longdouble
ln2 = np.log(wide(2))
parts("ln 2", ln2)
parts("log2 e", 1 / ln2)
parts("log10 e", 1 / np.log(wide(10)))
parts("log10 2", ln2 / np.log(wide(10)))

r = grid(-0.348, 0.348).astype(wide)
r = r[np.abs(r) > 1e-4]
fit("expm1(x) = x + x^2 q(x), |x| <= ln 2 / 2", r, (np.expm1(r) - r) / r**2, r**2 / np.expm1(r), 5)

r = grid(-0.5, 0.5).astype(wide)
r = r[np.abs(r) > 1e-4]
fit("2^x = 1 + x ln 2 + x^2 q(x), |x| <= 1/2", r, (np.exp2(r) - 1 - r * ln2) / r**2, r**2 / np.exp2(r), 5)

f = grid(math.sqrt(0.5) - 1, math.sqrt(2) - 1).astype(wide)
f = f[np.abs(f) > 1e-4]
fit("log(1 + x) = x + x^2 q(x), sqrt(1/2) <= 1 + x <= sqrt(2)", f, (np.log1p(f) - f) / f**2, f**2 / np.log1p(f), 8)

t = grid(-1, 11 / 19)
a = 4 * (1 + t) / (1 - t)
# The upper tail of the normal distribution without its factor e^(-a^2/2).
tail = np.array([0.5 * math.erfc(v / math.sqrt(2)) * math.exp(v * v / 2) for v in a])
fit("tail(a) = q(t) / (a + 4), t = (a - 4) / (a + 4), 0 <= a <= 15", t, tail * (a + 4), 1 / (tail * (a + 4)), 9)
parts("sqrt(8 / pi)", np.sqrt(8 / wide(np.pi)))
parts("0.044715 sqrt(8 / pi)", wide("0.044715") * np.sqrt(8 / wide(np.pi)))
