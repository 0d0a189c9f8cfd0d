#!/usr/bin/env python3
"""Models for fp32 activations and fp8 weights, with what PyTorch makes of them.

make_precision.py        writes, beside itself, NAME.pt, NAME_x.npy, NAME_y.npy (PyTorch, fp32) and emulations in PyTorch of what is
                         computed with bf16 alone (NAME_bf16.npy) and with the precisions asked for (NAME_fp32.npy or NAME_fp8.npy)

smoother     a filter whose state changes little from step to step (module "filter"), and a Linear behind it
classifier   three Linear layers

The emulations know nothing of Lockstep: bf16 and E4M3 are PyTorch's bfloat16 and a table of all codes.
"""
import pathlib

import numpy as np
import torch
from torch import Tensor, nn

HERE = pathlib.Path(__file__).parent


def bf16(t):
    return t.to(torch.bfloat16).to(torch.float32)


def e4m3_table():
    """The values of the codes 0 to 0x7E, by the definition of the format (OCP 8-bit floating point, E4M3)."""
    values = []
    for code in range(0x7F):
        exponent, mantissa = code >> 3, code & 7
        values.append(mantissa * 2.0**-9 if exponent == 0 else (8 + mantissa) * 2.0 ** (exponent - 10))
    return torch.tensor(values, dtype=torch.float64)


def fp8(weight):
    """Each value the nearest of the table, ties to the even code, under the least power of two that fits the largest one."""
    table = e4m3_table()
    w = weight.to(torch.float64)
    power = -117
    while float(w.abs().max()) * 2.0**-power > 448:
        power += 1
    scaled = w.abs() * 2.0**-power
    above = torch.searchsorted(table, scaled.contiguous()).clamp(1, len(table) - 1)
    below = above - 1
    to_below, to_above = scaled - table[below], table[above] - scaled
    take_above = (to_above < to_below) | ((to_above == to_below) & (above % 2 == 0))
    code = torch.where(take_above, above, below)
    return (torch.sign(w) * table[code] * 2.0**power).to(torch.float32)


class Filter(nn.Module):
    def forward(self, state: Tensor, x: Tensor) -> Tensor:
        return 0.97 * state + 0.03 * x


class Smoother(nn.Module):
    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.filter = Filter()
        self.head = nn.Linear(inputs, outputs)
        self.inputs = inputs

    def forward(self, x: Tensor) -> Tensor:
        state = torch.zeros(self.inputs)
        outs: list[Tensor] = []
        for t in range(x.size(0)):
            state = self.filter(state, x[t])
            outs.append(self.head(state))
        return torch.stack(outs)


def emulate_smoother(model, x, wide):
    """`wide`: the filter in fp32. Products are summed in fp32."""
    kept = (lambda t: t) if wide else bf16
    factors = (torch.tensor(0.97), torch.tensor(0.03)) if wide else (bf16(torch.tensor(0.97)), bf16(torch.tensor(0.03)))
    state = torch.zeros(model.inputs)
    weight = bf16(model.head.weight)
    outs = []
    for row in bf16(x):
        state = kept(kept(factors[0] * state) + kept(factors[1] * row))
        outs.append(bf16(bf16(state) @ weight.T + model.head.bias))
    return torch.stack(outs)


def emulate_classifier(model, x, convert):
    y = bf16(x)
    layers = [layer for layer in model if isinstance(layer, nn.Linear)]
    for k, layer in enumerate(layers):
        y = y @ convert(layer.weight).T + layer.bias
        y = bf16(torch.relu(y) if k + 1 < len(layers) else y)
    return y


def save(name, array):
    np.save(HERE / f"{name}.npy", array.detach().numpy().astype(np.float32))


def main():
    torch.manual_seed(3)
    with torch.no_grad():
        smoother = Smoother(24, 5).eval()
        x = torch.randn(60, 24) + 1.0
        torch.jit.script(smoother).save(str(HERE / "smoother.pt"))
        save("smoother_x", x)
        save("smoother_y", smoother(x))
        save("smoother_bf16", emulate_smoother(smoother, x, False))
        save("smoother_fp32", emulate_smoother(smoother, x, True))

        classifier = nn.Sequential(nn.Linear(48, 96), nn.ReLU(), nn.Linear(96, 96), nn.ReLU(), nn.Linear(96, 10)).eval()
        x = torch.randn(32, 48)
        torch.jit.script(classifier).save(str(HERE / "classifier.pt"))
        save("classifier_x", x)
        save("classifier_y", classifier(x))
        save("classifier_bf16", emulate_classifier(classifier, x, bf16))
        save("classifier_fp8", emulate_classifier(classifier, x, fp8))


if __name__ == "__main__":
    main()
