#!/usr/bin/python3
"""Writes NAME.pt beside this file from import_models.py, and NAME_vectors.bin: what PyTorch answers in three consecutive
calls (inputs, then outputs, little-endian fp32). Needs Debian's python3-torch (1.13):
/usr/bin/python3 tests/data/import/make_import_fixtures.py [NAME …]
"""

import json
import os
import pathlib
import sys

import torch
from torch.utils import mobile_optimizer

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "resources" / "examples"))
sys.path.insert(0, str(HERE.parents[2] / "resources" / "export"))
import example_files  # noqa: E402
import lockstep_export  # noqa: E402

os.chdir(HERE)
models = example_files.load_models("import_models")
CALLS = 3


def flatten(value) -> list:
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        return [t for v in value.values() for t in flatten(v)]
    return [t for v in value for t in flatten(v)]


def example(shape):
    if isinstance(shape, dict):
        return {name: torch.randn(s) for name, s in shape.items()}
    if isinstance(shape, list):
        return tuple(torch.randn(s) for s in shape)
    if isinstance(shape[0], tuple):
        return [torch.randn(s) for s in shape]
    return torch.randn(shape)


def save(name: str, make, shapes: list, traced: bool = False) -> None:
    """`shapes` may hold a list for a tuple of tensors, a dictionary for one, a tuple of tuples for a list. A traced form is NAME_traced.pt, with the same answers."""
    if sys.argv[1:] and name not in sys.argv[1:]:
        return
    torch.manual_seed(31)
    model = make().eval()
    example_files.save_scripted(model, HERE / f"{name}.pt")
    if traced:
        example_files.save_traced(model, tuple(torch.ones(s) for s in shapes), HERE / f"{name}_traced.pt")
    fresh = torch.jit.load(f"{name}.pt")
    if not shapes:
        return
    call = fresh.smooth if name == "methods" else fresh
    numbers = []
    with torch.no_grad():
        for _ in range(CALLS):
            inputs = [example(shape) for shape in shapes]
            numbers += flatten(inputs)
            numbers += [t.clone() for t in flatten(call(*inputs))]
    with open(f"{name}_vectors.bin", "wb") as file:
        for tensor in numbers:
            file.write(tensor.float().contiguous().numpy().astype("<f4").tobytes())


def save_changed() -> None:
    """Frozen in fp64, packed for phones, and quantised."""
    torch.manual_seed(33)
    example_files.start_afresh()
    frozen = torch.jit.freeze(torch.jit.script(models.Gated().double().eval()))
    numbers = []
    with torch.no_grad():
        for _ in range(CALLS):
            x = torch.randn(1, 5, 4)
            numbers += [x, frozen(x.double())]
    frozen.save("frozen_double.pt")
    with open("frozen_double_vectors.bin", "wb") as file:
        for tensor in numbers:
            file.write(tensor.float().contiguous().numpy().astype("<f4").tobytes())
    example_files.start_afresh()
    mobile_optimizer.optimize_for_mobile(torch.jit.script(models.Gated().eval())).save("packed.pt")
    example_files.start_afresh()
    torch.backends.quantized.engine = "qnnpack"
    layers = {torch.nn.Linear, torch.nn.LSTM}
    torch.jit.script(torch.ao.quantization.quantize_dynamic(models.Gated().eval(), layers)).save("quantised.pt")


def main() -> None:
    save("buffer_state", models.BufferState, [(6,)])
    save("rolling_window", models.RollingWindow, [(1, 4)])
    save("assigned_state", models.AssignedState, [(1, 4)])
    save("none_state", models.NoneState, [(4,)])
    save("empty_state", models.EmptyState, [(2, 4)])
    save("first_input_state", models.FirstInputState, [(4,)])
    save("tuple_state", models.TupleState, [(1, 4)])
    save("counted_state", models.CountedState, [(4,)])
    save("counter_controls", models.CounterControls, [(4,)])
    save("counter_tensor", models.CounterTensor, [(4,)])
    save("growing_state", models.GrowingState, [(4,)])
    save("filled_rows", models.FilledRows, [(5, 4)])
    save("written_views", models.WrittenViews, [(4, 6)])
    save("containers", models.Containers, [(2, 4)])
    save("loops", models.Loops, [(1, 4)])
    save("constant_output", models.ConstantOutput, [(3,)])
    save("state_pairs", models.StatePairs, [(1, 4), [(1, 5), (1, 5)], (1, 5)])
    save("half_weights", models.HalfWeights, [(2, 4)])
    save("rotation", models.Rotation, [(1, 4), (1, 3)], traced=True)
    save("input_containers", models.InputContainers, [{"joints": (1, 4), "speed": (1, 2)}, ((1, 5), (1, 5))])
    save("untold_container", models.UntoldContainer, [((1, 5), (1, 5))])
    torch.manual_seed(32)
    example_files.start_afresh()
    lockstep_export.export(models.StatePairs(), (torch.randn(1, 4), (torch.randn(1, 5), torch.randn(1, 5)), torch.randn(1, 5)), "exported_pairs.pt")
    example_files.start_afresh()
    lockstep_export.export(models.Sequence(), torch.randn(1, 9, 4), "exported_sequence.pt", streaming_axes=1, axes=[["batch", "time", "features"]])
    example_files.start_afresh()
    lockstep_export.export(models.BufferState(), torch.randn(6), "exported_state.pt")
    example_files.start_afresh()
    lockstep_export.export(models.Loops(), torch.randn(1, 4), "exported_loops.pt", values={"scale": 3.0})
    lie = {"input_shapes": [[6]], "vectors": [{"inputs": [[6]], "outputs": [[1 << 40]]}], "streaming_axes": [7]}
    torch.jit.script(models.BufferState()).save("exported_lie.pt", _extra_files={"lockstep.json": json.dumps(lie)})
    save("methods", models.Methods, [(3,)])
    save("optional_input", models.OptionalInput, [(1, 4), (1, 3)])
    save("token_ids", models.TokenIds, [])
    save_changed()


if __name__ == "__main__":
    main()
