"""Models that keep something from one call to the next, in the three styles; each is called `steps` times in a row."""

import torch
from torch import Tensor, nn

from case_table import add, given, layer

STEPS = 6
row = given(1, 6)


@layer("state", given(1, 1, 6), given(1, 1, 8), given(1, 1, 8), own=True, steps=STEPS, state=[(1, 1), (2, 2)])
class StatePairsLstm(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(6, 8)
        self.fc = nn.Linear(8, 3)

    def forward(self, x: Tensor, h: Tensor, c: Tensor):
        y, (hn, cn) = self.lstm(x, (h, c))
        return self.fc(y), hn, cn


@layer("state", given(1, 6), given(1, 8), own=True, steps=STEPS, state=[(1, 1)])
class StatePairGruCell(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.GRUCell(6, 8)
        self.fc = nn.Linear(8, 3)

    def forward(self, x: Tensor, h: Tensor):
        h = self.cell(x, h)
        return self.fc(h), h


@layer("state", row, own=True, steps=STEPS)
class BufferInPlace(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)
        self.register_buffer("hidden", torch.zeros(1, 6))

    def forward(self, x: Tensor) -> Tensor:
        y = torch.tanh(self.fc(x) + self.hidden)
        self.hidden[:] = y
        return y


@layer("state", row, own=True, steps=STEPS)
class BufferLstm(nn.Module):
    """As robot policies are exported."""

    def __init__(self) -> None:
        super().__init__()
        self.memory = nn.LSTM(6, 8, num_layers=2)
        self.actor = nn.Sequential(nn.Linear(8, 6), nn.ELU(), nn.Linear(6, 3))
        self.register_buffer("hidden_state", torch.zeros(2, 1, 8))
        self.register_buffer("cell_state", torch.zeros(2, 1, 8))

    def forward(self, x: Tensor) -> Tensor:
        out, (h, c) = self.memory(x.unsqueeze(0), (self.hidden_state, self.cell_state))
        self.hidden_state[:] = h
        self.cell_state[:] = c
        return self.actor(out.squeeze(0))


@layer("state", row, own=True, steps=STEPS)
class BufferHistory(nn.Module):
    """A window of the last rows, shifted by one."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("history", torch.randn(4, 6))
        self.fc = nn.Linear(24, 3)

    def forward(self, x: Tensor) -> Tensor:
        self.history.copy_(torch.cat([self.history[1:], x], 0))
        return self.fc(self.history.reshape(1, -1))


@layer("state", row, own=True, steps=STEPS)
class BufferShift(nn.Module):
    """The same by writes through views."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("history", torch.zeros(3, 6))
        self.fc = nn.Linear(18, 3)

    def forward(self, x: Tensor) -> Tensor:
        self.history[:-1] = self.history[1:].clone()
        self.history[-1] = x[0]
        return self.fc(self.history.flatten()).unsqueeze(0)


@layer("state", row, own=True, steps=STEPS)
class BufferAverage(nn.Module):
    """An exponential average, written by operators in place."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.full((6,), 0.5))

    def forward(self, x: Tensor) -> Tensor:
        self.mean.mul_(0.75).add_(x[0], alpha=0.25)
        return x - self.mean


@layer("state", row, own=True, steps=STEPS, traced=False)
class AttributeReassigned(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)
        self.hidden = torch.zeros(1, 6)

    def forward(self, x: Tensor) -> Tensor:
        self.hidden = torch.tanh(self.fc(x) + 0.5 * self.hidden)
        return self.hidden * 2.0


@layer("state", row, own=True, steps=STEPS, traced=False)
class AttributeGru(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(6, 8)
        self.fc = nn.Linear(8, 3)
        self.register_buffer("h", torch.zeros(1, 1, 8))

    def forward(self, x: Tensor) -> Tensor:
        y, self.h = self.gru(x.unsqueeze(0), self.h)
        return self.fc(y[0])


@layer("state", row, own=True, steps=STEPS, traced=False)
class AttributeEmpty(nn.Module):
    """Starts as an empty tensor: zeros of the shape that it has after a call."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)
        self.last = torch.empty(0)

    def forward(self, x: Tensor) -> Tensor:
        if self.last.numel() == 0:
            self.last = torch.zeros_like(x)
        y = self.fc(x - self.last)
        self.last = x
        return y


class Attending(nn.Module):
    """A submodule whose buffer is written: keys and values of the last four rows."""

    def __init__(self) -> None:
        super().__init__()
        self.q = nn.Linear(6, 6)
        self.kv = nn.Linear(6, 12)
        self.register_buffer("window", torch.zeros(4, 12))

    def forward(self, x: Tensor) -> Tensor:
        self.window[:] = torch.cat([self.window[1:], self.kv(x)], 0)
        k, v = self.window.chunk(2, dim=1)
        weights = torch.softmax(self.q(x) @ k.t() * 0.4, dim=-1)
        return weights @ v


@layer("state", row, own=True, steps=STEPS)
class AttentionWindow(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.attention = Attending()
        self.fc = nn.Linear(6, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x + self.attention(x))


@layer("state", given(1, 6), given(4, 6), own=True, steps=STEPS, state=[(1, 1)])
class StatePairWindow(nn.Module):
    """A convolution over a history that the caller carries."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(6, 3, 5)

    def forward(self, x: Tensor, history: Tensor):
        window = torch.cat([history, x], 0)
        return self.conv(window.t().unsqueeze(0)).squeeze(2), window[1:]
