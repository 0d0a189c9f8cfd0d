#!/usr/bin/env python3
"""Models for bench_import and bench_vm, made with PyTorch.

make_models.py FOLDER               writes wide.pt (25 million parameters), unrolled_N.pt (an LSTMCell in a loop of N steps)
                                    and lstm_3x960.pt (22 million parameters)
make_models.py --load FILE COUNT    prints the seconds that LibTorch takes to load and freeze FILE, COUNT times
"""
import pathlib
import sys
import time

import torch


class Wide(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(1024, 1024, 3)
        self.head = torch.nn.Linear(1024, 1)

    def forward(self, x):
        y, _ = self.lstm(x)
        return self.head(y)


class Stack(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(960, 960, 3)

    def forward(self, x):
        y, _ = self.lstm(x)
        return y


class Unrolled(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = torch.nn.LSTMCell(16, 32)
        self.head = torch.nn.Linear(32, 1)

    def forward(self, x):
        h = torch.zeros(1, 32)
        c = torch.zeros(1, 32)
        out = []
        for t in range(x.size(0)):
            h, c = self.cell(x[t], (h, c))
            out.append(self.head(h))
        return torch.stack(out)


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    torch.jit.script(Wide().eval()).save(str(folder / "wide.pt"))
    torch.jit.script(Stack().eval()).save(str(folder / "lstm_3x960.pt"))
    for steps in (100, 200, 500, 1000):
        traced = torch.jit.trace(Unrolled().eval(), torch.randn(steps, 1, 16), check_trace=False)
        traced.save(str(folder / f"unrolled_{steps}.pt"))


def load(file, count):
    for _ in range(count):
        start = time.perf_counter()
        torch.jit.freeze(torch.jit.load(file).eval())
        print(time.perf_counter() - start)


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "--load":
        load(sys.argv[2], int(sys.argv[3]))
    elif len(sys.argv) == 2:
        make(pathlib.Path(sys.argv[1]))
    else:
        sys.exit(__doc__)
