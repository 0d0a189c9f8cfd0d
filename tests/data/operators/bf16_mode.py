"""PyTorch as a machine of bf16 values: the result of every ATen operator is rounded to bf16 (to nearest even), products are
accumulated in fp32. LSTM layers keep their cell state and gates in fp32 and round what they give. Made for judging another
implementation, and shares no code with one."""

import copy

import numpy
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map


def rounded(x: torch.Tensor) -> torch.Tensor:
    return x.to(torch.bfloat16).to(x.dtype)


def _numpy(x: torch.Tensor) -> numpy.ndarray:
    return x.detach().float().numpy()


def _bf16(x: numpy.ndarray) -> numpy.ndarray:
    bits = numpy.ascontiguousarray(x, dtype=numpy.float32).view(numpy.uint32).astype(numpy.uint64)
    bits = (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000
    return bits.astype(numpy.uint32).view(numpy.float32)


def _sigmoid(x: numpy.ndarray) -> numpy.ndarray:
    return 1 / (1 + numpy.exp(-x))


def lstm_step(x, h, c, w_ih, w_hh, b_ih=None, b_hh=None, w_hr=None):
    gates = x @ w_ih.T + h @ w_hh.T
    for bias in (b_ih, b_hh):
        if bias is not None:
            gates = gates + bias
    i, f, g, o = numpy.split(gates, 4, axis=-1)
    c = _sigmoid(f) * c + _sigmoid(i) * numpy.tanh(g)
    h = _bf16(_sigmoid(o) * numpy.tanh(c))
    return (h if w_hr is None else _bf16(h @ w_hr.T)), c


class Recurrent:
    """Stands for torch._VF in nn.LSTM and nn.LSTMCell."""

    def __init__(self, other) -> None:
        self.other = other

    def __getattr__(self, name: str):
        return getattr(self.other, name)

    def lstm(self, x, state, weights, has_biases, num_layers, dropout, train, bidirectional, batch_first):
        rows = _numpy(x)
        if batch_first:
            rows = rows.swapaxes(0, 1)
        weights = [_numpy(w) for w in weights]
        directions = 2 if bidirectional else 1
        per = len(weights) // (num_layers * directions)
        last_h, last_c = [], []
        for layer in range(num_layers):
            sides = []
            for direction in range(directions):
                index = layer * directions + direction
                own = weights[index * per : (index + 1) * per]
                if per == 3:
                    own = own[:2] + [None, None] + own[2:]
                h, c = _numpy(state[0][index]), _numpy(state[1][index])
                out = []
                for row in rows[::-1] if direction else rows:
                    h, c = lstm_step(row, h, c, *own)
                    out.append(h)
                sides.append(numpy.stack(out[::-1] if direction else out))
                last_h.append(h)
                last_c.append(c)
            rows = numpy.concatenate(sides, axis=-1)
        if batch_first:
            rows = rows.swapaxes(0, 1)
        return tuple(torch.from_numpy(numpy.ascontiguousarray(v, dtype=numpy.float32))
                     for v in (rows, numpy.stack(last_h), numpy.stack(last_c)))

    def lstm_cell(self, x, state, w_ih, w_hh, b_ih=None, b_hh=None):
        known = [None if v is None else _numpy(v) for v in (w_ih, w_hh, b_ih, b_hh)]
        return tuple(torch.from_numpy(numpy.ascontiguousarray(v, dtype=numpy.float32))
                     for v in lstm_step(_numpy(x), _numpy(state[0]), _numpy(state[1]), *known))


# Operators that move values that are rounded already, or the cell state of an LSTM, which is not.
MOVES = {"copy_", "clone", "detach", "_to_copy", "slice", "select", "view", "squeeze", "unsqueeze", "expand"}


class Bf16Mode(TorchDispatchMode):
    """In torch.inference_mode() an LSTM arrives here as one operator; else as its parts."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        name = func.__name__.split(".")[0]
        if name == "lstm":
            return Recurrent(None).lstm(*args)
        result = func(*args, **(kwargs or {}))
        if name in MOVES:
            return result
        storages = []
        tree_map(lambda a: storages.append(a.storage().data_ptr()) if isinstance(a, torch.Tensor) else None, args)

        def finish(x):
            if not isinstance(x, torch.Tensor) or not x.is_floating_point() or x.numel() == 0:
                return x
            if x.storage().data_ptr() not in storages:
                return rounded(x)
            if name.endswith("_"):
                x.copy_(rounded(x))
            return x

        return tree_map(finish, result)


def rounded_inputs(inputs):
    return tree_map(lambda x: rounded(x.float()) if isinstance(x, torch.Tensor) and x.is_floating_point() else x, inputs)


def rounded_weights(model):
    with torch.no_grad():
        for tensor in [*model.parameters(), *model.buffers()]:
            if tensor.is_floating_point():
                tensor.data = rounded(tensor.data)
    return model


def bf16_model(model: torch.nn.Module) -> torch.nn.Module:
    """A copy with bf16 values in fp32 parameters and buffers."""
    model = rounded_weights(copy.deepcopy(model).float().eval())
    with torch.no_grad():
        for module in model.modules():
            for name, value in list(vars(module).items()):
                if isinstance(value, torch.Tensor) and value.is_floating_point():
                    setattr(module, name, rounded(value.float()))
    return model


def emulate(model: torch.nn.Module, inputs: tuple, values: dict | None = None):
    """One call; a model that carries its own state keeps it."""
    rnn = torch.nn.modules.rnn
    before = rnn._VF, torch.is_autocast_enabled
    rnn._VF = Recurrent(before[0])
    torch.is_autocast_enabled = lambda: True  # Attention layers then call their parts instead of one fused operator.
    try:
        with torch.no_grad(), Bf16Mode():
            return model(*rounded_inputs(inputs), **(values or {}))
    finally:
        rnn._VF, torch.is_autocast_enabled = before
