"""Saves a PyTorch module as TorchScript in a form that Lockstep opens without a question.

    import lockstep_export
    lockstep_export.export(model, example_input, "model.pt", streaming_axes=0)

The file holds the shapes and names of the inputs, the streaming axes, and a few test vectors: inputs and what *your* PyTorch
answers. Lockstep checks its own results against them. Works with PyTorch 1.13 and 2.x and needs nothing else.
"""

import array
import copy
import inspect
import json
import sys
import warnings

import torch

__all__ = ["export"]


def export(model, inputs, path, *, streaming_axes=None, axes=None, values=None, method="auto", vectors=3, seed=0):
    """Scripts or traces `model` in evaluation mode on the processor and saves it at `path`.

    inputs          one tensor, or a tuple of the arguments of forward: tensors, tuples of tensors, numbers
    streaming_axes  per tensor input the axis that runs over time, or None: an int for a single input, or a list
                    (tuples flattened); left out: nothing is said about them
    axes            names of the axes per tensor input, e.g. [["time", "features"]]
    values          further scalar arguments by name, e.g. {"gain": 0.5}
    method          "script", "trace", or "auto": script it, and trace it where that fails
    vectors         how many test vectors are stored; the first one is `inputs`, the others are random of the same shapes
    """
    if not isinstance(inputs, (tuple, list)):
        inputs = (inputs,)
    inputs = tuple(inputs)
    values = dict(values or {})
    # A copy: the model that is given keeps its mode, its device and its state.
    model = copy.deepcopy(model).cpu().eval()
    inputs = tuple(_to_processor(value) for value in inputs)
    with torch.no_grad():
        scripted = _convert(model, inputs, values, method)
        tensors = _flatten(inputs)
        names = _argument_names(scripted)
        for name, value in zip(names, inputs):
            if not _flatten(value):
                values[name] = value
        stored, numbers = _make_vectors(model, inputs, values, names, vectors, seed)
    facts = {
        "method": "forward",
        "exporter": "PyTorch " + torch.__version__,
        "input_shapes": [list(tensor.shape) for tensor in tensors],
        "input_names": names,
        "input_values": {name: float(value) for name, value in values.items() if isinstance(value, (int, float))},
        "vectors": stored,
    }
    if streaming_axes is not None:
        facts["streaming_axes"] = _per_input(streaming_axes, tensors)
    if axes is not None:
        facts["axes"] = [list(entry) for entry in axes]
    extra = {"lockstep.json": json.dumps(facts), "lockstep_vectors.bin": numbers}
    torch.jit.save(scripted, str(path), _extra_files=extra)
    return path


def _convert(model, inputs, values, method):
    if isinstance(model, torch.jit.ScriptModule):
        return model
    if method not in ("auto", "script", "trace"):
        raise ValueError("method is one of 'auto', 'script' and 'trace', not %r" % (method,))
    if method != "trace":
        try:
            return torch.jit.script(model)
        except Exception as error:  # whatever TorchScript does not know
            if method == "script":
                raise
            warnings.warn("scripting failed, so the model is traced: branches and loops that depend on the input are fixed. "
                          "TorchScript says: %s" % str(error).strip().splitlines()[0])
    if values:
        raise ValueError("a traced model takes no scalar arguments: give them a default, or use method='script'")
    return torch.jit.trace(copy.deepcopy(model), inputs, check_trace=False)


def _make_vectors(model, inputs, values, names, count, seed):
    """Consecutive calls of a fresh copy: a model that keeps state starts from its initial state."""
    running = copy.deepcopy(model)
    generator = torch.Generator().manual_seed(seed)
    keywords = {name: value for name, value in values.items() if name not in names[: len(inputs)]}
    stored, numbers = [], []
    for index in range(count):
        given = inputs if index == 0 else tuple(_random_like(value, generator) for value in inputs)
        given = tuple(_clone(value) for value in given)
        before = [tensor.clone() for tensor in _flatten(given)]
        after = [tensor.clone() for tensor in _flatten(running(*given, **keywords))]
        stored.append({"inputs": [list(t.shape) for t in before], "outputs": [list(t.shape) for t in after]})
        numbers += before + after
    return stored, b"".join(_bytes(tensor) for tensor in numbers)


def _bytes(tensor):
    """Little-endian fp32, row by row; without NumPy, which PyTorch can do without."""
    numbers = array.array("f", tensor.detach().float().contiguous().flatten().tolist())
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _flatten(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        return [tensor for part in value.values() for tensor in _flatten(part)]
    if isinstance(value, (tuple, list)):
        return [tensor for part in value for tensor in _flatten(part)]
    return []


def _map(value, change):
    if isinstance(value, torch.Tensor):
        return change(value)
    if isinstance(value, (tuple, list)):
        return type(value)(_map(part, change) for part in value)
    return value


def _to_processor(value):
    return _map(value, lambda tensor: tensor.detach().cpu())


def _clone(value):
    return _map(value, lambda tensor: tensor.clone())


def _random_like(value, generator):
    return _map(value, lambda tensor: torch.randn(tensor.shape, generator=generator).to(tensor.dtype))


def _argument_names(scripted):
    try:
        return [argument.name for argument in scripted.forward.schema.arguments if argument.name != "self"]
    except AttributeError:
        return [name for name in inspect.signature(scripted.forward).parameters]


def _per_input(streaming_axes, tensors):
    if isinstance(streaming_axes, int):
        streaming_axes = [streaming_axes] + [None] * (len(tensors) - 1)
    streaming_axes = list(streaming_axes)
    if len(streaming_axes) != len(tensors):
        raise ValueError("%d streaming axes were given for %d tensor inputs" % (len(streaming_axes), len(tensors)))
    for axis, tensor in zip(streaming_axes, tensors):
        if axis is not None and not -tensor.dim() <= axis < tensor.dim():
            raise ValueError("an input of %d axes has no axis %d" % (tensor.dim(), axis))
    return streaming_axes


if __name__ == "__main__":
    print(__doc__ + "\n" + inspect.cleandoc(export.__doc__) + "\n\nIt is imported by a script that has the model; it is no command.")
    sys.exit(0 if sys.argv[1:] in ([], ["-h"], ["--help"]) else 2)
