#!/usr/bin/python3
"""Writes NAME.npz for each of the strangers' models in a folder, which are not part of this repository: inputs x0, x1, …,
PyTorch's outputs y0, … (both with a leading axis of calls in a row), and emulated_rms: per output, the error of an emulation
of bf16 (../operators/bf16_mode.py).
Needs Debian's python3-torch (1.13): /usr/bin/python3 tests/data/strangers/make_strangers.py FOLDER"""

import pathlib
import sys
import zlib

import numpy
import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "operators"))
import bf16_mode  # noqa: E402

CALLS = 10
STEPS = 50  # of models that keep state

# name: (input shapes, calls, (input, output) pairs that are state)
MODELS = {
    "anydrive_lstm": ([[12, 1, 2], [2, 12, 8], [2, 12, 8]], STEPS, [(1, 1), (2, 2)]),
    "deeplog_lstm": ([[1, 10, 1]], CALLS, []),
    "go1_actuator": ([[1, 6]], CALLS, []),
    "himloco_go2": ([[1, 270]], CALLS, []),
    "noaa_lstm": ([[1, 11], [1, 1, 64], [1, 1, 64]], STEPS, [(1, 1), (2, 2)]),
    "steerable_nafx_tcn2": ([[1, 1, 4096]], 1, []),
    "torch2_14_lstm_scripted": ([[33, 13]], 1, []),
    "unitree_g1_lstm": ([[1, 47]], STEPS, []),
    "woofalytics_scripted": ([[1, 480]], CALLS, []),
}


def flat(value) -> list:
    return [value] if isinstance(value, torch.Tensor) else [x for item in value for x in flat(item)]


def call(name: str, model, inputs: list):
    return flat(model(inputs[0], tuple(inputs[1:])) if name == "anydrive_lstm" else model(*inputs))


def run(name: str, model, rows: list, state: list, leave=lambda x: x) -> list:
    """`leave`: what becomes of a tensor that leaves the model, states of the caller among them."""
    carried = {}
    results = []
    for row in rows:
        outputs = call(name, model, [carried.get(i, x) for i, x in enumerate(row)])
        outputs = [leave(x) for x in outputs]
        carried = {read: outputs[written].clone() for read, written in state}
        results.append([x.clone() for x in outputs])
    return results


def main(folder: pathlib.Path) -> None:
    torch.set_num_threads(1)
    for name, (shapes, calls, state) in MODELS.items():
        path = str(folder / f"{name}.pt")
        source = torch.Generator().manual_seed(zlib.crc32(name.encode()))
        states = {read for read, _ in state}
        rows = [[torch.zeros(s) if i in states else torch.randn(s, generator=source) for i, s in enumerate(shapes)]
                for _ in range(calls)]
        if name.startswith("torch2_14"):  # Answered by PyTorch 2.14, beside the model.
            rows = [[torch.from_numpy(numpy.load(folder / "torch2_14_lstm_x.npy"))]]
        with torch.inference_mode():
            exact = run(name, torch.jit.load(path, map_location="cpu").eval(), rows, state)
            rough = bf16_mode.rounded_weights(torch.jit.load(path, map_location="cpu").eval())
            inputs = [[bf16_mode.rounded(x) for x in row] for row in rows]
            with bf16_mode.Bf16Mode():
                emulated = run(name, rough, inputs, state, bf16_mode.rounded)
        arrays = {}
        for letter, found in {"x": rows, "y": exact}.items():
            for i in range(len(found[0])):
                if letter != "x" or i not in states:
                    arrays[f"{letter}{i}"] = torch.stack([row[i] for row in found]).numpy()
        if name.startswith("torch2_14"):
            arrays["y0"] = numpy.load(folder / "torch2_14_lstm_y.npy")[None]
        errors = []
        for i in range(len(exact[0])):
            off = torch.stack([row[i] for row in emulated]).numpy().astype(float) - arrays[f"y{i}"]
            errors.append(numpy.sqrt(numpy.mean(off * off)))
        arrays["emulated_rms"] = numpy.array(errors, dtype=numpy.float32)
        numpy.savez_compressed(HERE / f"{name}.npz", **arrays)
        print(name, {k: v.shape for k, v in arrays.items()}, errors)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
