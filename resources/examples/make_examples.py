#!/usr/bin/python3
"""Writes the example models: lstm.pt, mlp.pt and cnn.pt here (traced), and the traced and scripted form of each, with an
input and the expected outputs, into tests/data/models.

Needs Debian's python3-torch (1.13) and nothing else:  /usr/bin/python3 resources/examples/make_examples.py
"""

import os
import pathlib

import torch

import bf16_emulation
import example_files

HERE = pathlib.Path(__file__).resolve().parent
os.chdir(HERE)
models = example_files.load_models("models")

FIXTURES = HERE.parent.parent / "tests" / "data" / "models"
SEED = 20
MODELS = {
    "lstm": (models.Lstm, (20, 128), 0, bf16_emulation.lstm),
    "mlp": (models.Mlp, (784,), None, bf16_emulation.mlp),
    "cnn": (models.Cnn, (1, 32, 5), 2, bf16_emulation.cnn),
}


def main() -> None:
    for name, (make, shape, axis, emulate) in MODELS.items():
        torch.manual_seed(SEED)
        model = make().eval()
        x = torch.randn(shape)
        traced = example_files.save_traced(model, x, FIXTURES / f"{name}_traced.pt", telling=HERE / f"{name}.pt",
                                            streaming_axis=axis)
        scripted = example_files.save_scripted(model, FIXTURES / f"{name}_scripted.pt")
        with torch.no_grad():
            y = model(x)
            emulated = emulate(model, x)
        for form in (traced, scripted):
            example_files.save_arrays(form, x=x, y=y, bf16=emulated)


if __name__ == "__main__":
    main()
