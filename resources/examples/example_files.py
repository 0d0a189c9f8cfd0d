"""Loads models and saves them as TorchScript, for the generators of examples and fixtures. The files that come out name the
models' source relatively, and nothing else of the machine that made them."""

import concurrent.futures
import json
import pathlib
import sys
import types

import numpy
import torch


def load_models(name: str) -> types.ModuleType:
    """Imports name.py of the working folder under that relative file name."""
    file = f"{name}.py"
    module = types.ModuleType(name)
    module.__file__ = file
    sys.modules[name] = module
    exec(compile(pathlib.Path(file).read_text(), file, "exec"), module.__dict__)
    return module


def start_afresh() -> None:
    """Forgets the classes that TorchScript has seen, so that no class of ours gets a `___torch_mangle_` suffix."""
    torch.jit._state._clear_class_state()
    torch._C._jit_clear_class_registry()
    torch.jit._recursive.concrete_type_store = torch.jit._recursive.ConcreteTypeStore()


def save_traced(model: torch.nn.Module, x, path: pathlib.Path, telling: pathlib.Path | None = None,
                streaming_axis: int | None = None) -> pathlib.Path:
    """At `telling` a second file tells the shape of its input and the axis of its sequence too, in the extra file lockstep.json."""
    start_afresh()
    # A traced file records the Python stack: in a thread of its own that is the model's part.
    with concurrent.futures.ThreadPoolExecutor() as pool:
        traced = pool.submit(torch.jit.trace, model, x).result()
    traced.save(str(path))
    if telling is not None:
        facts = {"input_shapes": [list(x.shape)]}
        if streaming_axis is not None:
            facts["streaming_axes"] = [streaming_axis]
        traced.save(str(telling), _extra_files={"lockstep.json": json.dumps(facts)})
    return path


def save_scripted(model: torch.nn.Module, path: pathlib.Path) -> pathlib.Path:
    start_afresh()
    torch.jit.script(model).save(str(path))
    return path


def save_arrays(path: pathlib.Path, **arrays: torch.Tensor) -> None:
    """name_x.npy, name_y.npy … beside name.pt."""
    for suffix, tensor in arrays.items():
        numpy.save(path.with_name(f"{path.stem}_{suffix}.npy"), tensor.detach().numpy())
