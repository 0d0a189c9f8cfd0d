"""Loops over time as people write them: each streams with what its turns hand on."""

from typing import List

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from case_table import given, layer

rows = given(6, 4)


@layer("loops", rows, axes=[0], own=True)
class LoopBiquad(nn.Module):
    """A second-order IIR filter in direct form."""

    def __init__(self) -> None:
        super().__init__()
        self.b = nn.Parameter(torch.tensor([0.3, 0.2, 0.1]))
        self.a = nn.Parameter(torch.tensor([-0.5, 0.25]))

    def forward(self, x: Tensor) -> Tensor:
        x1 = torch.zeros(4)
        x2 = torch.zeros(4)
        y1 = torch.zeros(4)
        y2 = torch.zeros(4)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            y = self.b[0] * x[t] + self.b[1] * x1 + self.b[2] * x2 - self.a[0] * y1 - self.a[1] * y2
            x2 = x1
            x1 = x[t]
            y2 = y1
            y1 = y
            out.append(y)
        return torch.stack(out)


@layer("loops", rows, axes=[0], own=True)
class LoopBack2(nn.Module):
    """Reads further back: out[t-2] from a list."""

    def __init__(self) -> None:
        super().__init__()
        self.w = nn.Linear(4, 4)
        self.u = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        hs: List[Tensor] = [torch.zeros(4), torch.zeros(4)]
        for t in range(x.size(0)):
            hs.append(torch.tanh(self.w(x[t]) + self.u(hs[t])))
        return torch.stack(hs[2:])


@layer("loops", rows, axes=[0], own=True)
class LoopRing(nn.Module):
    """A window of the last three results."""

    def __init__(self) -> None:
        super().__init__()
        self.mix = nn.Linear(12, 4)

    def forward(self, x: Tensor) -> Tensor:
        window = torch.zeros(3, 4)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            y = torch.tanh(x[t] + self.mix(window.reshape(-1)))
            window = torch.cat([window[1:], y.unsqueeze(0)])
            out.append(y)
        return torch.stack(out)


@layer("loops", rows, axes=[0], own=True)
class LoopRoll(nn.Module):
    """torch.roll of a buffer in the loop and a convolution over it."""

    def __init__(self) -> None:
        super().__init__()
        self.taps = nn.Parameter(torch.randn(3, 4))

    def forward(self, x: Tensor) -> Tensor:
        buf = torch.zeros(3, 4)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            buf = torch.roll(buf, -1, 0)
            buf[-1] = x[t]
            out.append((buf * self.taps).sum(0))
        return torch.stack(out)


@layer("loops", given(1, 4, 6), axes=[2], own=True)
class LoopConvBuffer(nn.Module):
    """A step whose body has a convolution over a rolling buffer."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(4, 4, 3)

    def forward(self, x: Tensor) -> Tensor:
        buf = torch.zeros(1, 4, 3)
        out: List[Tensor] = []
        for t in range(x.size(2)):
            buf = torch.cat([buf[:, :, 1:], x[:, :, t : t + 1]], dim=2)
            out.append(F.relu(self.conv(buf)))
        return torch.cat(out, dim=2)


@layer("loops", rows, axes=[0], own=True)
class LoopInPlace(nn.Module):
    """out[t] = ..."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        out = torch.zeros(x.size(0), 4)
        h = torch.zeros(4)
        for t in range(x.size(0)):
            h = torch.tanh(self.cell(h) + x[t])
            out[t] = h
        return out


@layer("loops", given(1, 6, 4), axes=[1], own=True)
class LoopInPlaceBatch(nn.Module):
    """out[:, t] = ... and reads the one before from out."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        out = torch.zeros_like(x)
        out[:, 0] = x[:, 0]
        for t in range(1, x.size(1)):
            out[:, t] = 0.9 * out[:, t - 1] + 0.1 * self.cell(x[:, t])
        return out


@layer("loops", given(1, 6, 4), axes=[1], own=True)
class LoopGrowingCat(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(1, 4)
        ys = torch.zeros(1, 0, 4)
        for t in range(x.size(1)):
            h = torch.tanh(self.cell(h) + x[:, t])
            ys = torch.cat([ys, h.unsqueeze(1)], dim=1)
        return ys


@layer("loops", given(1, 6, 4), axes=[1], own=True)
class LoopSliceScatter(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(1, 4)
        ys = torch.zeros(1, 6, 4)
        for t in range(x.size(1)):
            h = torch.tanh(self.cell(h) + x[:, t])
            ys = torch.slice_scatter(ys, h.unsqueeze(1), 1, t, t + 1, 1)
        return ys


@layer("loops", rows, axes=None, own=True, cannot_stream=[{"axes": [0], "reason": "runs backwards"}])
class LoopReversed(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(4)
        out: List[Tensor] = []
        for t in range(x.size(0) - 1, -1, -1):
            h = torch.tanh(self.cell(h) + x[t])
            out.append(h)
        return torch.stack(out)


@layer("loops", given(1, 6, 8), axes=[1], own=True)
class LoopSelectiveScan(nn.Module):
    """Mamba's scan: h = dA[:, t] * h + dBx[:, t]; y = (h * C[:, t]).sum(-1)."""

    def __init__(self) -> None:
        super().__init__()
        self.x_proj = nn.Linear(8, 2 + 3 + 3, bias=False)
        self.dt_proj = nn.Linear(2, 8)
        self.A_log = nn.Parameter(torch.log(torch.arange(1, 4).float()).repeat(8, 1))
        self.D = nn.Parameter(torch.ones(8))

    def forward(self, u: Tensor) -> Tensor:
        A = -torch.exp(self.A_log)
        dt, B, C = self.x_proj(u).split([2, 3, 3], dim=-1)
        delta = F.softplus(self.dt_proj(dt))
        dA = torch.exp(delta.unsqueeze(-1) * A)
        dBx = delta.unsqueeze(-1) * B.unsqueeze(2) * u.unsqueeze(-1)
        h = torch.zeros(1, 8, 3)
        ys: List[Tensor] = []
        for t in range(u.size(1)):
            h = dA[:, t] * h + dBx[:, t]
            ys.append((h * C[:, t].unsqueeze(1)).sum(-1))
        y = torch.stack(ys, dim=1)
        return y + u * self.D


@layer("loops", given(1, 6, 8), axes=[1], own=True)
class LoopSelectiveScanEinsum(nn.Module):
    """The reference of the mamba package: einsum over the whole sequence, a loop over l."""

    def __init__(self) -> None:
        super().__init__()
        self.x_proj = nn.Linear(8, 8 + 3 + 3, bias=False)
        self.A_log = nn.Parameter(torch.log(torch.arange(1, 4).float()).repeat(8, 1))
        self.D = nn.Parameter(torch.ones(8))

    def forward(self, u: Tensor) -> Tensor:
        A = -torch.exp(self.A_log)
        delta, B, C = self.x_proj(u).split([8, 3, 3], dim=-1)
        delta = F.softplus(delta)
        deltaA = torch.exp(torch.einsum("bld,dn->bldn", delta, A))
        deltaB_u = torch.einsum("bld,bln,bld->bldn", delta, B, u)
        x = torch.zeros(1, 8, 3)
        ys: List[Tensor] = []
        for i in range(u.size(1)):
            x = deltaA[:, i] * x + deltaB_u[:, i]
            y = torch.einsum("bdn,bn->bd", x, C[:, i, :])
            ys.append(y)
        y = torch.stack(ys, dim=1)
        return y + u * self.D


@layer("loops", rows, axes=[0], own=True)
class LoopS4d(nn.Module):
    """Diagonal state space with complex pairs as two reals."""

    def __init__(self) -> None:
        super().__init__()
        self.re = nn.Parameter(torch.rand(4, 3) * 0.5 + 0.3)
        self.im = nn.Parameter(torch.rand(4, 3) * 0.5)
        self.c = nn.Parameter(torch.randn(4, 3))

    def forward(self, x: Tensor) -> Tensor:
        hr = torch.zeros(4, 3)
        hi = torch.zeros(4, 3)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            u = x[t].unsqueeze(-1)
            hr, hi = self.re * hr - self.im * hi + u, self.re * hi + self.im * hr
            out.append((self.c * hr).sum(-1))
        return torch.stack(out)


@layer("loops", rows, axes=[0], own=True)
class LoopMinGru(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.z = nn.Linear(4, 8)
        self.h = nn.Linear(4, 8)

    def forward(self, x: Tensor) -> Tensor:
        z = torch.sigmoid(self.z(x))
        g = self.h(x)
        h = torch.zeros(8)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            h = (1 - z[t]) * h + z[t] * g[t]
            out.append(h)
        return torch.stack(out)


@layer("loops", rows, axes=[0], own=True)
class LoopRwkv(nn.Module):
    """RWKV's wkv with exponents held back by their maximum."""

    def __init__(self) -> None:
        super().__init__()
        self.k = nn.Linear(4, 4)
        self.v = nn.Linear(4, 4)
        self.w = nn.Parameter(-torch.rand(4))
        self.u = nn.Parameter(torch.rand(4))

    def forward(self, x: Tensor) -> Tensor:
        aa = torch.zeros(4)
        bb = torch.zeros(4)
        pp = torch.full((4,), -30.0)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            k = self.k(x[t])
            v = self.v(x[t])
            ww = self.u + k
            p = torch.maximum(pp, ww)
            e1 = torch.exp(pp - p)
            e2 = torch.exp(ww - p)
            out.append((e1 * aa + e2 * v) / (e1 * bb + e2))
            ww = pp + self.w
            p = torch.maximum(ww, k)
            e1 = torch.exp(ww - p)
            e2 = torch.exp(k - p)
            aa = e1 * aa + e2 * v
            bb = e1 * bb + e2
            pp = p
        return torch.stack(out)


@layer("loops", given(1, 6, 4), axes=[1], own=True)
class LoopLinearAttention(nn.Module):
    """A matrix as state: outer products of k and v."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(4, 12)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = self.qkv(x).chunk(3, -1)
        S = torch.zeros(1, 4, 4)
        out: List[Tensor] = []
        for t in range(x.size(1)):
            S = 0.9 * S + k[:, t].unsqueeze(-1) * v[:, t].unsqueeze(-2)
            out.append((q[:, t].unsqueeze(1) @ S).squeeze(1))
        return torch.stack(out, 1)


@layer("loops", given(1, 6, 4), axes=[1], own=True)
class LoopDeltaRule(nn.Module):
    """S += beta (v - S k) k^T."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(4, 12)
        self.beta = nn.Linear(4, 1)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = self.qkv(x).chunk(3, -1)
        k = F.normalize(k, dim=-1)
        beta = torch.sigmoid(self.beta(x))
        S = torch.zeros(1, 4, 4)
        out: List[Tensor] = []
        for t in range(x.size(1)):
            kt = k[:, t]
            old = torch.bmm(S, kt.unsqueeze(-1)).squeeze(-1)
            new = beta[:, t] * (v[:, t] - old)
            S = S + torch.bmm(new.unsqueeze(-1), kt.unsqueeze(1))
            out.append(torch.bmm(S, q[:, t].unsqueeze(-1)).squeeze(-1))
        return torch.stack(out, 1)


@layer("loops", rows, axes=[0], own=True)
class LoopEma(nn.Module):
    """Starts from the first position."""

    def __init__(self) -> None:
        super().__init__()
        self.alpha = nn.Parameter(torch.tensor(0.3))

    def forward(self, x: Tensor) -> Tensor:
        y = x[0]
        out: List[Tensor] = [y]
        for t in range(1, x.size(0)):
            y = self.alpha * x[t] + (1 - self.alpha) * y
            out.append(y)
        return torch.stack(out)


@layer("loops", rows, axes=[0], own=True)
class LoopEmaZero(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.alpha = nn.Parameter(torch.tensor(0.3))

    def forward(self, x: Tensor) -> Tensor:
        y = torch.zeros_like(x[0])
        out: List[Tensor] = []
        for t in range(x.size(0)):
            y = y + self.alpha * (x[t] - y)
            out.append(y)
        return torch.stack(out)


@layer("loops", rows, given(6, 3), axes=[0, 0], own=True)
class LoopTwoSequences(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.Linear(4 + 3 + 5, 5)

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        h = torch.zeros(5)
        out: List[Tensor] = []
        for a, b in zip(x.unbind(0), y.unbind(0)):
            h = torch.tanh(self.cell(torch.cat([a, b, h])))
            out.append(h)
        return torch.stack(out)


@layer("loops", rows, axes=[0], own=True)
class LoopXBefore(nn.Module):
    """x[t] - x[t-1] with a carried x."""

    def forward(self, x: Tensor) -> Tensor:
        before = torch.zeros(4)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            out.append(x[t] - before)
            before = x[t]
        return torch.stack(out)


@layer("loops", rows, axes=[0], own=True)
class LoopCumsum(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        total = torch.zeros(4)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            total = total + x[t]
            out.append(total * 0.5)
        return torch.stack(out)
