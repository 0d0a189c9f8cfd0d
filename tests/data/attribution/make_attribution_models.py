"""Writes the models of tests/core/attribution with PyTorch. Run in this folder."""

import torch
from torch import nn


class ScaledCells(nn.Module):
    """A scale that is folded into the weights of three cells; each has an output of its own."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.rand(24) * 2 + 0.1)
        self.a = nn.LSTMCell(24, 16)
        self.b = nn.LSTMCell(24, 16)
        self.c = nn.LSTMCell(24, 16)

    def forward(self, x: torch.Tensor):
        scaled = x * self.scale
        zero = torch.zeros(1, 16)
        a = self.a(scaled, (zero, zero))[0]
        b = self.b(scaled, (zero, zero))[0]
        c = self.c(scaled, (zero, zero))[0]
        return a, b, c


class ScaledLayers(nn.Module):
    """The same with layers, behind each of which there is something else."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.rand(24) * 2 + 0.1)
        self.a = nn.Linear(24, 16)
        self.b = nn.Linear(24, 20)
        self.c = nn.Linear(24, 8)

    def forward(self, x: torch.Tensor):
        scaled = x * self.scale
        return torch.tanh(self.a(scaled)), torch.relu(self.b(scaled)), self.c(scaled)


class ScaledOutput(nn.Module):
    """The scaled values are an output, too."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.rand(24) * 2 + 0.1)
        self.a = nn.Linear(24, 16)
        self.b = nn.Linear(24, 20)

    def forward(self, x: torch.Tensor):
        scaled = x * self.scale
        return self.a(scaled), self.b(scaled), scaled


class Gated(nn.Module):
    """A GRU, which the accelerator steps with vector instructions."""

    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(8, 24, batch_first=True)
        self.head = nn.Linear(24, 3)

    def forward(self, x: torch.Tensor):
        return self.head(self.gru(x)[0])


torch.manual_seed(5)
for name, model, shape in [
    ("scaled_cells", ScaledCells(), (1, 24)),
    ("scaled_layers", ScaledLayers(), (1, 24)),
    ("scaled_output", ScaledOutput(), (1, 24)),
    ("gated", Gated(), (1, 20, 8)),
]:
    torch.jit.trace(model.eval(), torch.randn(*shape)).save(name + ".pt")
