"""Random stacks of layers that are supported: what a person might write, in ever new orders and sizes."""

import random

import torch
from torch import Tensor, nn

from case_table import add, given


class LastOf(nn.Module):
    """A recurrent layer without its last state."""

    def __init__(self, rnn: nn.Module) -> None:
        super().__init__()
        self.rnn = rnn

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.rnn(x)
        return y


class Residual(nn.Module):
    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, x: Tensor) -> Tensor:
        return x + self.inner(x)


class Gated(nn.Module):
    def __init__(self, width: int, to: int) -> None:
        super().__init__()
        self.value = nn.Linear(width, to)
        self.gate = nn.Linear(width, to)

    def forward(self, x: Tensor) -> Tensor:
        return self.value(x) * torch.sigmoid(self.gate(x))


class Rms(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.rand(width) + 0.5)

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


class Causal(nn.Module):
    """A causal convolution along axis 0 of (time, features)."""

    def __init__(self, width: int, to: int, kernel: int, dilation: int, groups: int) -> None:
        super().__init__()
        self.pad = (kernel - 1) * dilation
        self.conv = nn.Conv1d(width, to, kernel, dilation=dilation, groups=groups)

    def forward(self, x: Tensor) -> Tensor:
        y = nn.functional.pad(x.t().unsqueeze(0), (self.pad, 0))
        return self.conv(y).squeeze(0).t()


class Split(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.half = width // 2
        self.fc = nn.Linear(self.half, width)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([self.fc(x[..., : self.half]), torch.tanh(x[..., self.half :])], dim=-1)


ACTIVATIONS = [nn.ReLU, nn.Tanh, nn.Sigmoid, nn.SiLU, nn.GELU, nn.ELU, nn.LeakyReLU, nn.Softplus, nn.Hardswish, nn.ReLU6, nn.Softsign]


def module(choose: random.Random, width: int) -> tuple[nn.Module, int]:
    """A layer for (time, width) and the width of what it gives."""
    to = choose.choice([3, 5, 8, 12, 33])
    kind = choose.randrange(12)
    if kind == 0:
        return LastOf(nn.LSTM(width, to)), to
    if kind == 1:
        return LastOf(nn.GRU(width, to)), to
    if kind == 2:
        groups = choose.choice([g for g in (1, 2, 3, width) if width % g == 0])
        return Causal(width, to * groups, choose.randrange(1, 5), choose.randrange(1, 3), groups), to * groups
    if kind == 3:
        return nn.LayerNorm(width), width
    if kind == 4:
        return Rms(width), width
    if kind == 5:
        return nn.BatchNorm1d(width), width
    if kind == 6:
        return Residual(nn.Sequential(nn.Linear(width, width), choose.choice(ACTIVATIONS)())), width
    if kind == 7:
        return Gated(width, to), to
    if kind == 8 and width > 3:
        return Split(width), width + width - width // 2
    if kind == 9:
        return nn.Softmax(dim=-1), width
    if kind == 10:
        return choose.choice(ACTIVATIONS)(), width
    return nn.Linear(width, to), to


def stack(seed: int, width: int) -> nn.Module:
    choose = random.Random(seed)
    layers = []
    for _ in range(choose.randrange(2, 7)):
        layer, width = module(choose, width)
        layers.append(layer)
        if width > 80:
            layers.append(nn.Linear(width, 16))
            width = 16
    return nn.Sequential(*layers)


def add_random(count: int, seed: int) -> None:
    for number in range(count):
        name = f"random_{seed}_{number}"
        width = random.Random(name).choice([3, 6, 17, 34])
        add(name, "random", lambda n=name, w=width: stack(hash_of(n), w), given(6, width), axes=[0])


def hash_of(name: str) -> int:
    return sum(ord(c) * 31**i for i, c in enumerate(name)) % 2**31
