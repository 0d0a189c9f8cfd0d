"""Recurrent layers and cells."""

from typing import Tuple

import torch
from torch import Tensor, nn

from case_table import add, given, layer

sequence = given(5, 1, 6)


class First(nn.Module):
    """The outputs of a recurrent layer, without its last state."""

    def __init__(self, rnn: nn.Module) -> None:
        super().__init__()
        self.rnn = rnn

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.rnn(x)
        return y


class Everything(nn.Module):
    """Outputs, h_n and (of an LSTM) c_n."""

    def __init__(self, rnn: nn.Module) -> None:
        super().__init__()
        self.rnn = rnn

    def forward(self, x: Tensor):
        return self.rnn(x)


def recurrent(name: str, make, *inputs, **options) -> None:
    options.setdefault("axes", [0])
    add(name, "recurrent", lambda: First(make()), *(inputs or (sequence,)), **options)


for kind, make in {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}.items():
    recurrent(kind, lambda m=make: m(6, 8))
    recurrent(f"{kind}_two_layers", lambda m=make: m(6, 8, num_layers=2, dropout=0.3))
    recurrent(f"{kind}_no_bias", lambda m=make: m(6, 8, bias=False))
    recurrent(f"{kind}_batch_first", lambda m=make: m(6, 8, batch_first=True), given(1, 5, 6), axes=[1])
    recurrent(f"{kind}_unbatched", lambda m=make: m(6, 8), given(5, 6))
    recurrent(f"{kind}_bidirectional", lambda m=make: m(6, 8, bidirectional=True), axes=None,
              cannot_stream=[{"axes": [0], "reason": "idirectional"}])
    recurrent(f"{kind}_bidirectional_two_layers", lambda m=make: m(6, 4, num_layers=2, bidirectional=True, batch_first=True),
              given(1, 5, 6), axes=None)
    recurrent(f"{kind}_wide", lambda m=make: m(40, 36), given(3, 1, 40))
    recurrent(f"{kind}_long", lambda m=make: m(6, 8, num_layers=2), given(100, 1, 6))
    add(f"{kind}_all_results", "recurrent", lambda m=make: Everything(m(6, 8, num_layers=2)), sequence, axes=None)
    add(f"{kind}_batch_first_all_results", "recurrent", lambda m=make: Everything(m(6, 8, batch_first=True)), given(1, 5, 6), axes=None)
recurrent("rnn_relu", lambda: nn.RNN(6, 8, nonlinearity="relu"))
recurrent("lstm_projected", lambda: nn.LSTM(6, 8, proj_size=4))
recurrent("lstm_batch_of_two", lambda: nn.LSTM(6, 8), given(5, 2, 6), axes=None)


@layer("recurrent", sequence, axes=[0])
class LstmInitialParameters(nn.Module):
    """Learned initial states."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(6, 8)
        self.h0 = nn.Parameter(torch.randn(1, 1, 8))
        self.c0 = nn.Parameter(torch.randn(1, 1, 8))

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.lstm(x, (self.h0, self.c0))
        return y


@layer("recurrent", given(1, 5, 6), axes=[1])
class LstmZeroStates(nn.Module):
    """Zeros made in forward, as tutorials do."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(6, 8, num_layers=2, batch_first=True)
        self.fc = nn.Linear(8, 3)

    def forward(self, x: Tensor) -> Tensor:
        h0 = torch.zeros(2, x.size(0), 8)
        c0 = torch.zeros(2, x.size(0), 8)
        y, _ = self.lstm(x, (h0, c0))
        return self.fc(y)


@layer("recurrent", sequence, axes=[0])
class GruInitialBuffer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(6, 8)
        self.register_buffer("h0", torch.randn(1, 1, 8))

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.gru(x, self.h0)
        return y


@layer("recurrent", given(3, 1, 6), given(1, 1, 8), given(1, 1, 8), axes=None)
class LstmStateInputs(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(6, 8)

    def forward(self, x: Tensor, h: Tensor, c: Tensor):
        y, (hn, cn) = self.lstm(x, (h, c))
        return y, hn, cn


@layer("recurrent", given(3, 1, 6), given(1, 1, 8), axes=None)
class GruStateInputs(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(6, 8)

    def forward(self, x: Tensor, h: Tensor):
        return self.gru(x, h)


@layer("recurrent", given(1, 6), given(1, 8), given(1, 8), axes=None)
class LstmCellOnce(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(6, 8)

    def forward(self, x: Tensor, h: Tensor, c: Tensor):
        return self.cell(x, (h, c))


@layer("recurrent", given(1, 6), given(1, 8), axes=None)
class GruCellOnce(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.GRUCell(6, 8)

    def forward(self, x: Tensor, h: Tensor):
        return self.cell(x, h)


@layer("recurrent", given(1, 6), given(1, 8), axes=None)
class RnnCellOnce(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.RNNCell(6, 8)

    def forward(self, x: Tensor, h: Tensor):
        return self.cell(x, h)


@layer("recurrent", given(6), given(8), axes=None)
class GruCellUnbatched(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.GRUCell(6, 8, bias=False)

    def forward(self, x: Tensor, h: Tensor):
        return self.cell(x, h)


@layer("recurrent", given(1, 5, 6), axes=None)
class LstmLastStep(nn.Module):
    """The commonest shape of a time-series model."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(6, 8, batch_first=True)
        self.fc = nn.Linear(8, 2)

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.lstm(x)
        return self.fc(y[:, -1, :])


@layer("recurrent", given(1, 5, 6), axes=None)
class GruLastState(nn.Module):
    """The same by h_n."""

    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(6, 8, num_layers=2, batch_first=True)
        self.fc = nn.Linear(8, 2)

    def forward(self, x: Tensor) -> Tensor:
        _, h = self.gru(x)
        return self.fc(h[-1])


@layer("recurrent", given(1, 5, 6), axes=[1])
class LstmBetweenLinears(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(6, 8)
        self.lstm = nn.LSTM(8, 8, batch_first=True)
        self.norm = nn.LayerNorm(8)
        self.fc2 = nn.Linear(8, 3)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.relu(self.fc1(x))
        y, _ = self.lstm(h)
        return self.fc2(self.norm(y + h))


@layer("recurrent", given(1, 6, 9), axes=None)
class ConvThenLstm(nn.Module):
    """A strided convolution shortens what the LSTM reads."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(6, 8, 3, stride=2)
        self.lstm = nn.LSTM(8, 5, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.lstm(torch.relu(self.conv(x)).transpose(1, 2))
        return y[:, -1]
