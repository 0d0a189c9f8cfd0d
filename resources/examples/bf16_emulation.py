"""The example models in bf16, made with PyTorch alone: weights, biases and the activations between operators are rounded
to bf16 (to nearest even), products are accumulated in fp32. The cell state of an LSTM stays fp32, its gates are fp32
values of bf16 x and h."""

import torch
import torch.nn.functional as F


def bf16(x: torch.Tensor) -> torch.Tensor:
    return x.to(torch.bfloat16).to(torch.float32)


def linear(layer: torch.nn.Linear, x: torch.Tensor) -> torch.Tensor:
    return bf16(F.linear(x, bf16(layer.weight), bf16(layer.bias)))


def conv1d(layer: torch.nn.Conv1d, x: torch.Tensor, left: int) -> torch.Tensor:
    return bf16(F.conv1d(F.pad(x, (left, 0)), bf16(layer.weight), bf16(layer.bias)))


def lstm_layer(rnn: torch.nn.LSTM, index: int, x: torch.Tensor) -> torch.Tensor:
    w_ih, w_hh, b_ih, b_hh = (bf16(getattr(rnn, f"{kind}_l{index}"))
                              for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    h = torch.zeros(rnn.hidden_size)
    c = torch.zeros(rnn.hidden_size)
    rows = []
    for step in x:
        i, f, g, o = (w_ih @ step + b_ih + w_hh @ h + b_hh).chunk(4)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = bf16(torch.sigmoid(o) * torch.tanh(c))
        rows.append(h)
    return torch.stack(rows)


def lstm(model, x: torch.Tensor) -> torch.Tensor:
    y = bf16(x)
    for index in range(model.lstm.num_layers):
        y = lstm_layer(model.lstm, index, y)
    return linear(model.readout, y)


def mlp(model, x: torch.Tensor) -> torch.Tensor:
    y = F.relu(linear(model.fc1, bf16(x)))
    y = bf16(F.relu(linear(model.fc2, y)) + y)
    return linear(model.fc3, y)


def cnn(model, x: torch.Tensor) -> torch.Tensor:
    y = F.relu(conv1d(model.conv1.conv, bf16(x), model.conv1.left))
    return conv1d(model.conv2.conv, y, model.conv2.left)
