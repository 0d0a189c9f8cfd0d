#!/usr/bin/env python3
"""The models of the published cycle counts, rebuilt in PyTorch as TorchScript files.

make_zoo.py CYCLES.csv FOLDER      writes FOLDER/<family>_<index>.pt for every model of the table, and FOLDER/zoo.csv, which tells for
                                   each file its input shapes, streaming axes and precisions

Only the structure decides on cycles, so every parameter is one value that is stretched over its shape: a file holds a few kilobytes.
Values differ from parameter to parameter, so that no two weights are equal.
"""
import csv
import math
import pathlib
import sys

import torch
from torch import Tensor, nn
import torch.nn.functional as F


def stretch(module):
    """One stored value per parameter, all different."""
    for k, parameter in enumerate(module.parameters()):
        value = torch.tensor((0.01 + 0.0001 * k) * (-1 if k % 2 else 1))
        parameter.data = value.expand(parameter.shape)
    return module.eval()


class RmsNorm(nn.Module):
    def __init__(self, dim, weight=True):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim)) if weight else None

    def forward(self, x):
        y = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5)
        return y if self.weight is None else y * self.weight


class CausalConv(nn.Module):
    def __init__(self, inputs, outputs, kernel, dilation=1, groups=1, bias=True):
        super().__init__()
        self.padding = dilation * (kernel - 1)
        self.conv = nn.Conv1d(inputs, outputs, kernel, dilation=dilation, groups=groups, bias=bias)

    def forward(self, x):
        return self.conv(F.pad(x, (self.padding, 0)))


def activation_of(name):
    return {
        "relu": F.relu,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "softplus": F.softplus,
        "silu": F.silu,
        "elu": lambda x: torch.where(x >= 0, x, torch.exp(x) - 1),
        "gelu": lambda x: x * torch.sigmoid(1.702 * x),
    }[name.lower()]


# ---- whole-sequence models, traced -------------------------------------------------------------------------------------------------


class Mlp(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))

    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        return x


class Lstm(nn.Module):
    def __init__(self, layers, hidden):
        super().__init__()
        self.lstm = nn.LSTM(hidden, hidden, layers, batch_first=True)

    def forward(self, x):
        return self.lstm(x)[0]


class CnnBlock(nn.Module):
    def __init__(self, channels, kernel):
        super().__init__()
        self.norm = RmsNorm(channels)
        self.conv = CausalConv(channels, channels, kernel)

    def forward(self, x):
        n = self.norm(x.transpose(1, 2)).transpose(1, 2)
        return x + torch.relu(self.conv(n))


class TcnBlock(nn.Module):
    def __init__(self, inputs, outputs, kernel, dilation):
        super().__init__()
        self.first = CausalConv(inputs, outputs, kernel, dilation)
        self.second = CausalConv(outputs, outputs, kernel, dilation)
        self.residual = nn.Conv1d(inputs, outputs, 1) if inputs != outputs else None

    def forward(self, x):
        y = torch.relu(self.second(torch.relu(self.first(x))))
        return torch.relu(y + (x if self.residual is None else self.residual(x)))


class Swiglu(nn.Module):
    def __init__(self, dim, hidden, fused):
        super().__init__()
        self.norm = RmsNorm(dim)
        self.fused = fused
        if fused:
            self.up = nn.Linear(dim, 2 * hidden, bias=False)
        else:
            self.up = nn.Linear(dim, hidden, bias=False)
            self.gate = nn.Linear(dim, hidden, bias=False)
        self.down = nn.Linear(hidden, dim, bias=False)
        self.hidden = hidden

    def forward(self, x):
        n = self.norm(x)
        if self.fused:
            both = self.up(n)
            v, g = both[..., : self.hidden], both[..., self.hidden :]
        else:
            v, g = self.up(n), self.gate(n)
        return x + self.down(F.silu(g) * v)


class ResidualBlock(nn.Module):
    def __init__(self, dim, hidden, activation):
        super().__init__()
        self.norm = RmsNorm(dim)
        self.up = nn.Linear(dim, hidden)
        self.down = nn.Linear(hidden, dim)
        self.activation = activation_of(activation)

    def forward(self, x):
        return x + self.down(self.activation(self.up(self.norm(x))))


class Moe(nn.Module):
    def __init__(self, dim, hidden, experts):
        super().__init__()
        self.router = nn.Linear(dim, experts, bias=False)
        self.up = nn.ModuleList(nn.Linear(dim, hidden, bias=False) for _ in range(experts))
        self.down = nn.ModuleList(nn.Linear(hidden, dim, bias=False) for _ in range(experts))

    def forward(self, x):
        route = self.router(x)
        outs = [down(torch.relu(up(x))) for up, down in zip(self.up, self.down)]
        k = 0
        while len(outs) > 1:
            first = route[..., k : k + 1] < 0
            outs = [torch.where(first, a, b) for a, b in zip(outs[::2], outs[1::2])]
            k += 1
        return outs[0]


class WavenetUnit(nn.Module):
    def __init__(self, hidden, dilation):
        super().__init__()
        self.conv = CausalConv(hidden, 2 * hidden, 2, dilation)
        self.skip = nn.Conv1d(hidden, hidden, 1)
        self.residual = nn.Conv1d(hidden, hidden, 1)
        self.hidden = hidden

    def forward(self, x):
        y = self.conv(x)
        u = torch.tanh(y[:, : self.hidden]) * torch.sigmoid(y[:, self.hidden :])
        return x + self.residual(u), self.skip(u)


class Wavenet(nn.Module):
    def __init__(self, layers, blocks, hidden):
        super().__init__()
        self.start = nn.Conv1d(1, hidden, 1)
        self.units = nn.ModuleList(WavenetUnit(hidden, 2**layer) for _ in range(blocks) for layer in range(layers))
        self.mix = nn.Conv1d(hidden, hidden, 1)
        self.end = nn.Conv1d(hidden, 3, 1)

    def forward(self, x):
        x = self.start(x)
        total = None
        for unit in self.units:
            x, skip = unit(x)
            total = skip if total is None else total + skip
        return self.end(torch.relu(self.mix(torch.relu(total))))


class MobileUnit(nn.Module):
    def __init__(self, inputs, outputs, kernel, depthwise):
        super().__init__()
        self.conv = CausalConv(inputs, outputs, kernel, groups=inputs if depthwise else 1, bias=False)
        self.norm = RmsNorm(outputs)

    def forward(self, x):
        return torch.relu(self.norm(self.conv(x).transpose(1, 2)).transpose(1, 2))


def mobilenet(width):
    def c(v):
        return int(v * width)

    units = [MobileUnit(3, c(32), 3, False)]
    channels = c(32)
    for out in [64, 128, 128, 256, 256, 512] + [512] * 5 + [1024, 1024]:
        units.append(MobileUnit(channels, channels, 3, True))
        units.append(MobileUnit(channels, c(out), 1, False))
        channels = c(out)
    return nn.Sequential(*units)


class LstmHead(nn.Module):
    def __init__(self, layers, hidden):
        super().__init__()
        self.lstm = Lstm(layers, hidden)
        self.head = nn.Linear(hidden, 32)

    def forward(self, x):
        return self.head(self.lstm(x))


class ReluConv(nn.Module):
    def __init__(self, channels, kernel):
        super().__init__()
        self.conv = CausalConv(channels, channels, kernel)

    def forward(self, x):
        return torch.relu(self.conv(x)) + x


class Affine(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.alpha = nn.Parameter(torch.ones(1, 1, dim))
        self.beta = nn.Parameter(torch.zeros(1, 1, dim))

    def forward(self, x):
        return x * self.alpha + self.beta


class ResMlpLayer(nn.Module):
    def __init__(self, dim, patches, activation):
        super().__init__()
        self.a, self.b, self.c, self.d = Affine(dim), Affine(dim), Affine(dim), Affine(dim)
        self.mix = nn.Linear(patches, patches)
        self.up = nn.Linear(dim, 4 * dim)
        self.down = nn.Linear(4 * dim, dim)
        self.activation = activation_of(activation)

    def forward(self, x):
        x = x + self.b(self.mix(self.a(x).transpose(1, 2)).transpose(1, 2))
        return x + self.d(self.down(self.activation(self.up(self.c(x)))))


class ResMlp(nn.Module):
    def __init__(self, dim, patches, layers, activation):
        super().__init__()
        self.layers = nn.Sequential(*(ResMlpLayer(dim, patches, activation) for _ in range(layers)))
        self.head = nn.Linear(dim, 10)
        self.patches = patches

    def forward(self, x):
        return self.head(self.layers(x).sum(1) / self.patches)


# ---- models with a scan, scripted --------------------------------------------------------------------------------------------------


class Ssm(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.A = nn.Linear(hidden, hidden, bias=False)
        self.B = nn.Linear(dim, hidden, bias=False)
        self.C = nn.Linear(hidden, dim, bias=False)
        self.D = nn.Linear(dim, dim, bias=False)
        self.hidden = hidden

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(self.hidden)
        outs: list[Tensor] = []
        for t in range(x.size(0)):
            h = self.A(h) + self.B(x[t])
            outs.append(self.C(h) + self.D(x[t]))
        return torch.stack(outs)


class GruLayer(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.xr, self.xz, self.xn = (nn.Linear(inputs, hidden) for _ in range(3))
        self.hr, self.hz, self.hn = (nn.Linear(hidden, hidden) for _ in range(3))
        self.hidden = hidden

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(self.hidden)
        outs: list[Tensor] = []
        for t in range(x.size(0)):
            r = torch.sigmoid(self.xr(x[t]) + self.hr(h))
            z = torch.sigmoid(self.xz(x[t]) + self.hz(h))
            n = torch.tanh(self.xn(x[t]) + r * self.hn(h))
            h = (1 - z) * n + z * h
            outs.append(h)
        return torch.stack(outs)


class LstmCells(nn.Module):
    """A stack of the vendor's LSTM cells in a scan."""

    def __init__(self, width, layers):
        super().__init__()
        self.lstm = nn.LSTM(width, width, layers)

    def forward(self, x: Tensor) -> Tensor:
        return self.lstm(x)[0]


class Predictor(nn.Module):
    def __init__(self, width, layers, joint, classes):
        super().__init__()
        self.lstm = LstmCells(width, layers)
        self.project = nn.Linear(width, joint)
        self.joint = nn.Linear(joint, classes)

    def forward(self, embed: Tensor, enc: Tensor):
        p = self.project(self.lstm(embed))
        return p, self.joint(torch.relu(enc + p))


class StatelessCell(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.i, self.f, self.o, self.g = (nn.Linear(inputs + hidden, hidden) for _ in range(4))

    def forward(self, x, h, c):
        xh = torch.cat([x, h], -1)
        c = torch.sigmoid(self.f(xh)) * c + torch.sigmoid(self.i(xh)) * torch.tanh(self.g(xh))
        return torch.sigmoid(self.o(xh)) * torch.tanh(c), c


class StatelessPredictor(nn.Module):
    def __init__(self, width, layers, joint, classes):
        super().__init__()
        self.cells = nn.ModuleList(StatelessCell(width, width) for _ in range(layers))
        self.project = nn.Linear(width, joint)
        self.joint = nn.Linear(joint, classes)

    def forward(self, embed, enc, h, c):
        x, hs, cs = embed, [], []
        for k, cell in enumerate(self.cells):
            x, state = cell(x, h[k], c[k])
            hs.append(x)
            cs.append(state)
        p = self.project(x)
        return p, self.joint(torch.relu(enc + p)), torch.stack(hs), torch.stack(cs)


class Encoder(nn.Module):
    """Two frames an inference: the first stack takes both in turn, the second one what it made of them."""

    def __init__(self, features, width, pre, post, joint, classes):
        super().__init__()
        self.pre = nn.ModuleList(nn.LSTMCell(width if k else features, width) for k in range(pre))
        self.post = nn.ModuleList(nn.LSTMCell(width if k else 2 * width, width) for k in range(post))
        self.project = nn.Linear(width, joint)
        self.joint = nn.Linear(joint, classes)
        self.width = width

    def forward(self, f0: Tensor, f1: Tensor, pred: Tensor):
        zero = torch.zeros(1, self.width)
        hs: list[Tensor] = []
        cs: list[Tensor] = []
        for _ in self.pre:
            hs.append(zero)
            cs.append(zero)
        for _ in self.post:
            hs.append(zero)
            cs.append(zero)
        outs: list[Tensor] = []
        for t in range(f0.size(0)):
            frames: list[Tensor] = []
            for x in (f0[t], f1[t]):
                k = 0
                for cell in self.pre:
                    h, c = cell(x, (hs[k], cs[k]))
                    hs[k] = h
                    cs[k] = c
                    x = h
                    k += 1
                frames.append(x)
            y = torch.cat(frames, 1)
            k = len(self.pre)
            for cell in self.post:
                h, c = cell(y, (hs[k], cs[k]))
                hs[k] = h
                cs[k] = c
                y = h
                k += 1
            outs.append(y)
        e = self.project(torch.stack(outs))
        return e, self.joint(torch.relu(pred + e))


class StatelessEncoder(nn.Module):
    def __init__(self, features, width, pre, post, joint, classes):
        super().__init__()
        self.pre = nn.ModuleList(StatelessCell(width if k else features, width) for k in range(pre))
        self.post = nn.ModuleList(StatelessCell(width if k else 2 * width, width) for k in range(post))
        self.project = nn.Linear(width, joint)
        self.joint = nn.Linear(joint, classes)

    def forward(self, f0, f1, pred, pre_h, pre_c, post_h, post_c):
        hs, cs, frames = list(pre_h.unbind(0)), list(pre_c.unbind(0)), []
        for x in (f0, f1):
            for k, cell in enumerate(self.pre):
                hs[k], cs[k] = cell(x, hs[k], cs[k])
                x = hs[k]
            frames.append(x)
        y, post_hs, post_cs = torch.cat(frames, -1), [], []
        for k, cell in enumerate(self.post):
            y, c = cell(y, post_h[k], post_c[k])
            post_hs.append(y)
            post_cs.append(c)
        e = self.project(y)
        states = [torch.stack(s) for s in (hs, cs, post_hs, post_cs)]
        return (e, self.joint(torch.relu(pred + e)), *states)


RNNT = {  # by predictor width: classes, width, layers, joint width
    192: (256, 192, 1, 288),
    424: (1024, 424, 2, 256),
    512: (1024, 512, 2, 512),
}
ENCODERS = {  # by width: that of its predictor, features of a frame, layers in front of the join of two frames, behind it
    176: (192, 40, 1, 1),
    680: (424, 240, 2, 3),
    1024: (512, 240, 2, 3),
}


def with_joint_of(model, predictor):
    """The joint network of both programs is one, all other weights are different ones."""
    parameters = list(model.parameters())
    for k, parameter in enumerate(parameters):
        value = torch.tensor((0.02 + 0.0001 * k) * (-1 if k % 2 else 1))
        parameter.data = value.expand(parameter.shape)
    model.joint = stretch(predictor).joint
    return model.eval()


class Mamba1Block(nn.Module):
    def __init__(self, dim, state):
        super().__init__()
        self.inner = 2 * dim
        rank = math.ceil(dim / 16)
        self.x_in = nn.Linear(dim, self.inner, bias=False)
        self.z_in = nn.Linear(dim, self.inner, bias=False)
        self.conv = CausalConv(self.inner, self.inner, 4, groups=self.inner)
        self.dt_low = nn.Linear(self.inner, rank, bias=False)
        self.dt_up = nn.Linear(rank, self.inner)
        self.B = nn.Linear(self.inner, state, bias=False)
        self.C = nn.Linear(self.inner, state, bias=False)
        self.A_log = nn.Parameter(torch.zeros(state, self.inner))
        self.D_skip = nn.Parameter(torch.zeros(1, self.inner))
        self.out = nn.Linear(self.inner, dim, bias=False)
        self.state = state

    def forward(self, v: Tensor) -> Tensor:
        z = self.z_in(v)
        x = F.silu(self.conv(self.x_in(v).transpose(0, 1).unsqueeze(0)).squeeze(0).transpose(0, 1))
        A = -torch.exp(self.A_log)
        S = torch.zeros(self.state, self.inner)
        outs: list[Tensor] = []
        for t in range(x.size(0)):
            xt = x[t].unsqueeze(0)
            dt = F.softplus(self.dt_up(self.dt_low(xt)))
            B = self.B(xt)
            C = self.C(xt)
            a = torch.exp(dt * A)
            u = xt * dt
            columns: list[Tensor] = []
            readers: list[Tensor] = []
            for n in range(self.state):
                columns.append(B[:, n : n + 1])
                readers.append(C[:, n : n + 1])
            Bn = torch.cat(columns, 0)
            Cn = torch.cat(readers, 0)
            decayed = a * S
            S = decayed + Bn * u
            y = (Cn * decayed).sum(0, keepdim=True) + u * (B * C).sum(1, keepdim=True) + self.D_skip * xt
            outs.append(y[0])
        return self.out(torch.stack(outs) * F.silu(z))


class Sequence(nn.Module):
    def __init__(self, blocks):
        super().__init__()
        self.blocks = nn.ModuleList(blocks)

    def forward(self, x: Tensor) -> Tensor:
        for block in self.blocks:
            x = block(x)
        return x


class Decay(nn.Module):
    def forward(self, rates: Tensor) -> Tensor:
        return torch.exp(rates)


class StateUpdate(nn.Module):
    """Of a state with a row for each of its numbers."""

    def forward(self, S: Tensor, a: Tensor, b: Tensor, u: Tensor) -> Tensor:
        return a * S + b * u


class Mamba2Group(nn.Module):
    """The heads of one core; the state is kept flat, a vector over all features of the group for each state."""

    def __init__(self, dim, heads, state, head):
        super().__init__()
        inner = heads * head
        self.inner, self.state = inner, state
        self.z_in = nn.Linear(dim, inner, bias=False)
        self.x_in = nn.Linear(dim, inner, bias=False)
        self.dt_in = nn.Linear(dim, heads, bias=False)
        self.conv = CausalConv(inner, inner, 4, groups=inner)
        self.dt_bias = nn.Parameter(torch.zeros(heads))
        self.A_log = nn.Parameter(torch.zeros(heads))
        self.D_skip = nn.Parameter(torch.ones(inner))
        # What repeats a value of a head over the head's features.
        self.repeat = torch.eye(heads).repeat_interleave(head, 0)
        self.decay, self.update = Decay(), StateUpdate()

    def forward(self, v: Tensor, B: Tensor, C: Tensor) -> Tensor:
        z = self.z_in(v)
        x = F.silu(self.conv(self.x_in(v).transpose(0, 1).unsqueeze(0)).squeeze(0).transpose(0, 1))
        dts = F.softplus(self.dt_in(v) + self.dt_bias)
        rate = torch.exp(self.A_log)
        S = torch.zeros(self.state, self.inner)
        outs: list[Tensor] = []
        for t in range(x.size(0)):
            b = B[t].unsqueeze(0)
            columns: list[Tensor] = []
            for n in range(self.state):
                columns.append(b[:, n : n + 1])
            a = self.decay(F.linear(-dts[t] * rate, self.repeat))
            u = F.linear(dts[t], self.repeat) * x[t]
            bc = (b * C[t]).sum(1)
            y = a * torch.matmul(C[t].unsqueeze(0), S).squeeze(0) + u * bc + self.D_skip * x[t]
            S = self.update(S, a, torch.cat(columns, 0), u)
            outs.append(y * F.silu(z[t]))
        return torch.stack(outs)


class Mamba2Tail(nn.Module):
    """A core's part of the norm and of the output linear."""

    def __init__(self, inner, dim):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(inner))
        self.out = nn.Linear(inner, dim, bias=False)

    def forward(self, y: Tensor):
        return y.pow(2).sum(-1, keepdim=True), self.out(y * self.weight)


class Mamba2Block(nn.Module):
    """split: every core normalises and multiplies its own part, and the parts are added up as a tree."""

    def __init__(self, dim, state, head=32, cores=6, inner=None, split=True):
        super().__init__()
        inner = inner or 2 * dim
        heads = inner // head
        sizes = [heads // cores + (1 if k < heads % cores else 0) for k in range(cores)]
        self.B = nn.Linear(dim, state, bias=False)
        self.C = nn.Linear(dim, state, bias=False)
        self.B_conv = CausalConv(state, state, 4, groups=state)
        self.C_conv = CausalConv(state, state, 4, groups=state)
        self.groups = nn.ModuleList(Mamba2Group(dim, n, state, head) for n in sizes if n)
        self.tails = nn.ModuleList(Mamba2Tail(g.inner, dim) for g in self.groups) if split else nn.ModuleList()
        self.whole = nn.ModuleList() if split else nn.ModuleList([Mamba2Tail(inner, dim)])
        self.inner = inner

    def tree(self, parts: list[Tensor]) -> Tensor:
        while len(parts) > 1:
            sums: list[Tensor] = []
            for k in range(0, len(parts) - 1, 2):
                sums.append(parts[k] + parts[k + 1])
            if len(parts) % 2 == 1:
                sums.append(parts[-1])
            parts = sums
        return parts[0]

    def forward(self, v: Tensor) -> Tensor:
        B = F.silu(self.B_conv(self.B(v).transpose(0, 1).unsqueeze(0)).squeeze(0).transpose(0, 1))
        C = F.silu(self.C_conv(self.C(v).transpose(0, 1).unsqueeze(0)).squeeze(0).transpose(0, 1))
        parts: list[Tensor] = []
        squares: list[Tensor] = []
        products: list[Tensor] = []
        for group in self.groups:
            parts.append(group(v, B, C))
        for tail in self.whole:
            y = torch.cat(parts, -1)
            y = y * torch.rsqrt(y.pow(2).mean(-1, keepdim=True) + 1e-5) * tail.weight
            return tail.out(y)
        for k, tail in enumerate(self.tails):
            square, product = tail(parts[k])
            squares.append(square)
            products.append(product)
        return self.tree(products) * torch.rsqrt(self.tree(squares) / self.inner + 1e-5)


class NanoLlm(nn.Module):
    def __init__(self, dim, head, expand, layers, cores):
        super().__init__()
        mlp, vocabulary = (768, 512) if dim == 256 else (1536, 1024)
        self.mixers = nn.ModuleList(Mamba2Block(dim, 32, head, cores, int(expand * dim), split=False) for _ in range(layers))
        self.up = nn.ModuleList(nn.Linear(dim, mlp, bias=False) for _ in range(layers))
        self.down = nn.ModuleList(nn.Linear(mlp, dim, bias=False) for _ in range(layers))
        self.head = nn.Linear(dim, vocabulary, bias=False)

    def norm(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5)

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm(x)
        for mixer, up, down in zip(self.mixers, self.up, self.down):
            x = x + mixer(self.norm(x))
            h = torch.relu(up(self.norm(x)))
            x = x + down(h * h)
        return 15 * torch.tanh(self.head(self.norm(x)) / 15)


class SwaHead(nn.Module):
    """Attention over the window of keys and values that it keeps."""

    def __init__(self, dim, window, masked):
        super().__init__()
        self.q, self.k, self.v = nn.Linear(dim, 32), nn.Linear(dim, 32), nn.Linear(dim, 32)
        self.register_buffer("K", torch.zeros(window, 32))
        self.register_buffer("V", torch.zeros(window, 32))
        self.register_buffer("M", torch.full((window,), -1e9))
        self.masked = masked

    def forward(self, n: Tensor) -> Tensor:
        self.K = torch.cat([self.K[1:], self.k(n).unsqueeze(0)], 0)
        self.V = torch.cat([self.V[1:], self.v(n).unsqueeze(0)], 0)
        scores = torch.matmul(self.K, self.q(n) * (1 / math.sqrt(32.0)))
        if self.masked:
            self.M = torch.cat([self.M[1:], torch.zeros(1)], 0)
            scores = scores + self.M
        return torch.matmul(torch.softmax(scores, 0), self.V)


class SwaBlock(nn.Module):
    """One step of the scan: the window is the module's own state."""

    def __init__(self, dim, window, masked):
        super().__init__()
        self.norm1, self.norm2 = RmsNorm(dim), RmsNorm(dim)
        self.groups = nn.ModuleList(SwaHead(dim, window, masked) for _ in range(6))
        self.o = nn.Linear(192, dim)
        self.F1, self.F2, self.F3 = nn.Linear(dim, 2 * dim), nn.Linear(dim, 2 * dim), nn.Linear(2 * dim, dim)

    def forward(self, x: Tensor) -> Tensor:
        n = self.norm1(x)
        heads: list[Tensor] = []
        for head in self.groups:
            heads.append(head(n))
        x = x + self.o(torch.cat(heads, -1))
        n = self.norm2(x)
        return x + self.F3(F.silu(self.F1(n)) * self.F2(n))


# ---- the table ---------------------------------------------------------------------------------------------------------------------


def build(family, m):
    """The module, the shapes of its inputs, the streaming axes ('' for none), and whether it is scripted."""
    i = lambda key: int(m[key])
    if family == "slp":
        return Mlp([i("input"), i("output")]), [(1, 5, i("input"))], "1", False
    if family == "mlp":
        return Mlp([i("n_features")] * (i("layers") + 1)), [(1, 5, i("n_features"))], "1", False
    if family == "lstm":
        return Lstm(i("layers"), i("hidden_size")), [(1, 5, i("hidden_size"))], "1", False
    if family == "cnn":
        blocks = [CnnBlock(i("channels"), i("kernel_size")) for _ in range(i("layers"))]
        return nn.Sequential(*blocks), [(1, i("channels"), 64)], "2", False
    if family == "tcn":
        channels = [i("inputs")] + [int(c) for c in m["channels"].strip("[]").split(",")]
        blocks = [TcnBlock(a, b, i("kernel"), 2**k) for k, (a, b) in enumerate(zip(channels, channels[1:]))]
        return nn.Sequential(*blocks), [(1, i("inputs"), 10)], "2", False
    if family == "ffn-swiglu":
        return Swiglu(i("dim"), i("hidden"), m["fused"] == "true"), [(1, 5, i("dim"))], "1", False
    if family == "mlp-res-rms":
        blocks = [ResidualBlock(i("dim"), i("hidden"), m["activation"]) for _ in range(2)]
        return nn.Sequential(*blocks), [(1, 5, i("dim"))], "1", False
    if family == "moe":
        return Moe(i("dim"), i("hidden"), i("n_experts")), [(1, 4, i("dim"))], "1", False
    if family == "wavenet":
        return Wavenet(i("layers"), i("blocks"), i("hidden")), [(1, 1, 5)], "2", False
    if family == "mobilenet":
        return mobilenet(float(m["width_mult"])), [(1, 3, 4)], "2", False
    if family == "resmlp":
        return ResMlp(i("dim"), i("patches"), i("layers"), m["activation"]), [(1, i("patches"), i("dim"))], "", False
    if family == "ssm":
        return Ssm(i("dim"), i("hidden")), [(4, i("dim"))], "0", True
    if family == "gru" and m["fp32"] == "false":
        widths = [i("input")] + [i("hidden")] * i("layers")
        return Sequence([GruLayer(a, b) for a, b in zip(widths, widths[1:])]), [(4, i("input"))], "0", True
    if family == "rnnt" and m["prog"] == "predictor":
        classes, width, layers, joint = RNNT[i("hidden")]
        return Predictor(width, layers, joint, classes), [(3, 1, width), (3, 1, joint)], "0,0", True
    if family == "stateless-rnnt" and m["prog"] == "predictor":
        classes, width, layers, joint = RNNT[i("hidden")]
        shapes = [(1, width), (1, joint), (layers, 1, width), (layers, 1, width)]
        return StatelessPredictor(width, layers, joint, classes), shapes, "", False
    if family in ("rnnt", "stateless-rnnt") and m["prog"] == "encoder":
        wide = i("hidden")
        predictor, features, pre, post = ENCODERS[wide]
        classes, width, layers, joint = RNNT[predictor]
        if family == "rnnt":
            model = Encoder(features, wide, pre, post, joint, classes)
            model = with_joint_of(model, Predictor(width, layers, joint, classes))
            return model, [(3, 1, features), (3, 1, features), (3, 1, joint)], "0,0,0", True
        model = StatelessEncoder(features, wide, pre, post, joint, classes)
        model = with_joint_of(model, StatelessPredictor(width, layers, joint, classes))
        states = [(pre, 1, wide), (pre, 1, wide), (post, 1, wide), (post, 1, wide)]
        return model, [(1, features), (1, features), (1, joint), *states], "", False
    if family == "mamba1":
        return Sequence([Mamba1Block(i("dim"), i("state")) for _ in range(i("layers"))]), [(4, i("dim"))], "0", True
    if family == "mamba2":
        return Sequence([Mamba2Block(i("dim"), i("state")) for _ in range(i("layers"))]), [(5, i("dim"))], "0", True
    if family == "nano-llm":
        model = NanoLlm(i("d_model"), i("d_head"), float(m["expand"]), i("n_layers"), i("head_partitions"))
        return model, [(5, i("d_model"))], "0", True
    if family == "swa":
        blocks = [SwaBlock(i("dim"), i("window"), m["masked"] == "true") for _ in range(i("layers"))]
        return Sequence(blocks), [(i("dim"),)], "", True
    return None


def precision(family, m):
    """Rules of --precision, the last one wins."""
    if family in ("rnnt", "stateless-rnnt") and int(m["hidden"]) in (512, 1024):
        return "*=fp8"
    if family == "nano-llm" and int(m["d_model"]) == 256 or family == "mamba2" and m["fp32"] == "true":
        return "*.decay=fp32 *.update=fp32"
    return ""


def hardware_models():
    """The models of hardware_latency.csv."""
    mlp = nn.Sequential(nn.Linear(256, 384), nn.ReLU(), nn.Linear(384, 384), nn.ReLU(), nn.Linear(384, 128))
    return {
        "lstm_tiny": (LstmHead(2, 128), [(1, 5, 128)], "1", False),
        "lstm_med": (LstmHead(3, 480), [(1, 5, 480)], "1", False),
        "cnn_small": (nn.Sequential(*(ReluConv(256, 8) for _ in range(3))), [(1, 256, 20)], "2", False),
        "mlp_b1": (mlp, [(1, 256)], "", False),
    }


def main(table, folder, only):
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    known = {}
    for row in csv.DictReader(open(table)):
        if row["meta"]:
            known.setdefault((row["model"], row["index"]), row["meta"])
    with open(folder / "zoo.csv", "w") as index:
        index.write("file,family,index,shapes,axes,precision\n")
        metas = {key: dict(e.split("=", 1) for e in meta.split(";")) for key, meta in known.items()}
        # A published program is of two models: a predictor, and behind it its encoder.
        for (family, number), meta in list(metas.items()):
            if family in ("rnnt", "stateless-rnnt") and meta["prog"] == "predictor":
                wide = [w for w, encoder in ENCODERS.items() if encoder[0] == int(meta["hidden"])]
                metas[family, str(int(number) + 1)] = {"prog": "encoder", "hidden": wide[0]}
        models = {key: build(key[0], meta) for key, meta in metas.items()}
        models.update({("hardware", name): made for name, made in hardware_models().items()})
        for (family, number), made in models.items():
            if made is None:
                continue
            model, shapes, axes, scripted = made
            name = f"{family}_{number}.pt"
            rules = precision(family, metas[family, number]) if family != "hardware" else ""
            sizes = " ".join("x".join(map(str, s)) for s in shapes)
            index.write(f"{name},{family},{number},{sizes},{axes.replace(',', ' ')},{rules}\n")
            if only and not any(word in name for word in only):
                continue
            if not isinstance(model, (Encoder, StatelessEncoder)):
                model = stretch(model)
            example = tuple(torch.zeros(s) for s in shapes)
            with torch.no_grad():
                if scripted:
                    result = torch.jit.script(model)
                else:
                    result = torch.jit.trace(model, example, check_trace=False)
            result.save(str(folder / name))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:])
