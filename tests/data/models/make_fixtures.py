#!/usr/bin/python3
"""Writes the fixtures beside the six files of resources/examples/make_examples.py. Needs Debian's python3-torch (1.13):
/usr/bin/python3 tests/data/models/make_fixtures.py
"""

import os
import pathlib
import sys

import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "resources" / "examples"))
import example_files  # noqa: E402

os.chdir(HERE)
models = example_files.load_models("fixture_models")
SEED = 20


def cnn_weights() -> list:
    """The weights of the example: other spellings of one model must give the same NNIR."""
    example = torch.jit.load("cnn_traced.pt")
    return [p.detach() for p in example.parameters()]


def with_weights(model: torch.nn.Module, weights: list) -> torch.nn.Module:
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), weights, strict=True):
            parameter.copy_(value)
    return model.eval()


def save_both(model: torch.nn.Module, inputs: tuple, name: str, outputs: bool = True) -> None:
    for form in (example_files.save_traced(model, inputs, HERE / f"{name}_traced.pt"),
                 example_files.save_scripted(model, HERE / f"{name}_scripted.pt")):
        if outputs:
            with torch.no_grad():
                example_files.save_arrays(form, x=inputs[0], y=model(*inputs))


def small(make) -> torch.nn.Module:
    torch.manual_seed(SEED)
    return make()


def main() -> None:
    torch.manual_seed(SEED)
    x = torch.randn(1, 32, 5)
    weights = cnn_weights()
    for name, make in {"cnn_cut": models.CnnCut, "cnn_constant_pad": models.CnnConstantPad, "cnn_one_pad": models.CnnOnePad}.items():
        save_both(with_weights(make(), weights), (x,), name)

    torch.manual_seed(SEED)
    save_both(models.LstmBatchFirst().eval(), (torch.randn(1, 20, 128),), "lstm_batch_first")
    example_files.save_scripted(small(models.LstmWithState).eval(), HERE / "lstm_with_state.pt")

    training = small(models.SmallLstm).train()
    with torch.no_grad():
        training.norm.running_mean.uniform_(-1, 1)
        training.norm.running_var.uniform_(0.5, 2)
    form = example_files.save_scripted(training, HERE / "lstm_training.pt")
    x = torch.randn(7, 6)
    with torch.no_grad():
        example_files.save_arrays(form, x=x, y=training.eval()(x))

    double = small(models.SmallMlp).double().eval()
    form = example_files.save_scripted(double, HERE / "mlp_float64.pt")

    deeper = small(models.DeeperMlp).double().eval()
    example_files.save_scripted(deeper, HERE / "mlp_deeper_float64.pt")

    unrolled = small(models.UnrolledLoop).eval()
    form = example_files.save_scripted(unrolled, HERE / "unrolled_loop.pt")
    x = torch.randn(4, 6)
    with torch.no_grad():
        example_files.save_arrays(form, x=x, y=unrolled(x, 0.5))

    for name, make in {
        "data_dependent_if": models.DataDependentIf,
        "data_dependent_loop": models.DataDependentLoop,
        "sort": models.Sort,
        "in_place": models.InPlace,
        "lost_write": models.LostWrite,
        "buffered": models.Buffered,
        "no_forward": models.NoForward,
        "writes_on_load": models.WritesOnLoad,
        "maps_on_forward": models.MapsOnForward,
        "endless_on_load": models.EndlessOnLoad,
        "hungry_on_load": models.HungryOnLoad,
        "endless_loop": models.EndlessLoop,
        "raises": models.Raises,
    }.items():
        example_files.save_scripted(small(make).eval(), HERE / f"{name}.pt")

    whole = (HERE / "sort.pt").read_bytes()
    (HERE / "truncated.pt").write_bytes(whole[: len(whole) // 2])
    (HERE / "not_a_zip.pt").write_bytes(b"\x80\x02}q\x00(X\x06\x00\x00\x00weightq\x01K\x01u.")


if __name__ == "__main__":
    main()
