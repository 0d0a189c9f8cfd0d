#!/usr/bin/python3
"""Writes the operator fixtures: TorchScript files, their inputs and PyTorch's outputs (GROUP.npz), and manifest.json, which
says what each case is. Needs Debian's python3-torch (1.13): /usr/bin/python3 tests/data/operators/make_operator_fixtures.py
With `--random N --seed S --into FOLDER` random stacks of layers are written there instead."""

import argparse
import copy
import inspect
import json
import linecache
import os
import pathlib
import sys
import types
import zlib

import numpy
import torch
from torch.utils._pytree import tree_flatten, tree_map

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "resources" / "examples")]

import bf16_mode  # noqa: E402
import case_table  # noqa: E402
import example_files  # noqa: E402
from case_table import Case, Given  # noqa: E402

CASE_FILES = ["layer_cases", "attention_cases", "stranger_cases", "recurrent_cases", "control_cases", "state_cases", "scan_cases", "streaming_cases", "refused_cases"]


def make(case: Case) -> torch.nn.Module:
    """The module with weights that depend on the case's name only."""
    seed = zlib.crc32(case.name.encode())
    torch.manual_seed(seed)
    with torch.no_grad():
        model = case.make().eval()
        for module in model.modules():
            if getattr(module, "running_mean", None) is not None:
                module.running_mean.uniform_(-1, 1)
                module.running_var.uniform_(0.5, 2)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model


def example(case: Case, dtype: torch.dtype) -> tuple:
    """One call's inputs."""
    number = iter(range(100))

    def fill(item):
        return item.values(f"{case.name} {next(number)}").to(dtype) if isinstance(item, Given) else tuple(map(fill, item))

    return tuple(fill(item) for item in case.inputs)


def dtype_of(model: torch.nn.Module, case: Case) -> torch.dtype:
    """Of the inputs: what the whole model is in, or fp32."""
    return next(model.parameters()).dtype if case.name.startswith("model_") else torch.float32


def calls(case: Case, dtype: torch.dtype) -> list:
    """The inputs of every call in a row; states by the caller are not filled in yet."""
    first = example(case, dtype)
    if not case.steps:
        return [first]
    states = {index for index, _ in case.state}
    source = torch.Generator().manual_seed(zlib.crc32(case.name.encode()) + 1)
    rows = []
    for _ in range(case.steps):
        rows.append(tuple(torch.zeros_like(x) if i in states else torch.randn(x.shape, generator=source) for i, x in enumerate(first)))
    return rows


def answers(case: Case, rows: list, run) -> list:
    """Flattened outputs of every call, states passed on."""
    carried = {}
    results = []
    for row in rows:
        row = tuple(carried.get(i, x) for i, x in enumerate(row))
        flat = tree_flatten(run(row))[0]
        for read, written in case.state:
            carried[read] = flat[written].clone()
        results.append([x.detach().float().clone() for x in flat])
    return results


def together(case: Case, rows: list) -> list:
    flat = [tree_flatten(row)[0] for row in rows]
    if not case.steps:
        return flat[0]
    return [torch.stack([row[i] for row in flat]) for i in range(len(flat[0]))]


def rms(a: torch.Tensor, b: torch.Tensor) -> float:
    return float((a.double() - b.double()).pow(2).mean().sqrt())


def container(group: str, members: dict, form: str) -> torch.nn.Module:
    """A module with a method per case."""
    lines = ["from typing import *", "import torch", "from torch import Tensor, nn", "", f"class {group.capitalize()}(nn.Module):",
             "    def __init__(self, members: Dict[str, nn.Module]):", "        super().__init__()",
             "        for name, member in members.items():", "            setattr(self, name, member)", ""]
    for name, (case, model) in members.items():
        names = list(inspect.signature(model.forward).parameters)[: len(case.inputs)]
        names = "xyz"[: len(case.inputs)] if isinstance(model, torch.nn.Sequential) else names
        if form == "scripted":
            lines.append("    @torch.jit.export")
        lines += [f"    def run_{name}(self, {', '.join(names)}):", f"        return self.{name}({', '.join(names)})", ""]
    file = f"{group}_methods.py"
    text = "\n".join(lines)
    module = types.ModuleType(f"operators_{group}_{form}")
    module.__file__ = file
    sys.modules[module.__name__] = module
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    exec(compile(text, file, "exec"), module.__dict__)
    return getattr(module, group.capitalize())({name: model for name, (_, model) in members.items()}).eval()


def in_thread(work):
    """A traced file records the Python stack: in a thread of its own that is the model's part."""
    import concurrent.futures

    with concurrent.futures.ThreadPoolExecutor() as pool:
        return pool.submit(work).result()


def save(module: torch.jit.ScriptModule, path: pathlib.Path) -> None:
    module.save(str(path))


def save_forms(name: str, group: str, members: dict, folder: pathlib.Path) -> None:
    """members: case name -> (case, module); one case alone is saved with its forward."""
    alone = next(iter(members.values())) if next(iter(members.values()))[0].own else None
    for form in ("scripted", "traced"):
        chosen = {k: v for k, v in members.items() if getattr(v[0], form)}
        if not chosen:
            continue
        example_files.start_afresh()
        if alone:
            case, model = alone
            copied = copy.deepcopy(model)
            if form == "scripted":
                made = torch.jit.script(copied)
            else:
                inputs = example(case, dtype_of(model, case))
                made = in_thread(lambda: torch.jit.trace(copied, inputs, check_trace=False, strict=False))
        else:
            whole = container(group, {k: (c, copy.deepcopy(m)) for k, (c, m) in chosen.items()}, form)
            if form == "scripted":
                made = torch.jit.script(whole)
            else:
                inputs = {f"run_{k}": example(c, dtype_of(m, c)) for k, (c, m) in chosen.items()}
                made = in_thread(lambda: torch.jit.trace_module(whole, inputs, check_trace=False, strict=False))
        if alone:  # Tracing has called it: its buffers are as before.
            for (_, to), (_, value) in zip(made.named_buffers(), model.named_buffers(), strict=True):
                to.copy_(value)
        save(made, folder / f"{name}_{form}.pt")


def entry(case: Case, model: torch.nn.Module, arrays: dict) -> dict:
    dtype = dtype_of(model, case)
    shapes = [list(x.shape) for x in tree_flatten(example(case, dtype))[0]]
    form = [f for f in ("scripted", "traced") if getattr(case, f)]
    made = {"name": case.name, "group": case.group, "file": case.name if case.own else case.group,
            "method": "forward" if case.own else f"run_{case.name}", "forms": form, "shapes": shapes}
    for key in ("values", "axes", "steps", "state", "warm_up", "cannot_stream", "refused"):
        if getattr(case, key):
            made[key] = getattr(case, key)
    if case.refused:
        text, first = inspect.getsourcelines(type(model))
        line = max(i for i, line in enumerate(text) if case.refused["line"] in line)
        made["refused"] = {**case.refused, "place": f"{inspect.getsourcefile(type(model))}:{first + line}:"}
        return made
    rows = calls(case, dtype)
    exact = copy.deepcopy(model)
    if dtype == torch.bfloat16:  # The device's outputs are held against those in fp32 of the same weights and inputs.
        exact = exact.float()
        rows = [tree_map(lambda x: x.float(), row) for row in rows]
    rough = bf16_mode.bf16_model(model)
    floats = [tree_map(lambda x: x.float(), row) for row in rows]
    with torch.no_grad():
        expected = answers(case, rows, lambda row: exact(*row, **case.values))
    emulated = answers(case, floats, lambda row: bf16_mode.emulate(rough, row, case.values))
    for i, x in enumerate(together(case, floats)):
        arrays[f"{case.name}.x{i}"] = x.numpy()
    made["emulated_rms"] = []
    for i, (y, e) in enumerate(zip(together(case, expected), together(case, emulated), strict=True)):
        arrays[f"{case.name}.y{i}"] = y.numpy()
        made["emulated_rms"].append(float(f"{rms(y, e):.4g}"))
    return made


def write(cases: dict, folder: pathlib.Path) -> None:
    groups: dict[str, dict] = {}
    for case in cases.values():
        groups.setdefault(case.group, {})[case.name] = (case, make(case))
    manifest = []
    for group, members in groups.items():
        arrays = {}
        manifest += [entry(case, model, arrays) for case, model in members.values()]
        packed = {k: v for k, v in members.items() if not v[0].own}
        if packed:
            save_forms(group, group, packed, folder)
        for name, member in members.items():
            if member[0].own:
                save_forms(name, group, {name: member}, folder)
        if arrays:
            numpy.savez_compressed(folder / f"{group}.npz", **arrays)
    lines = ",\n".join("  " + json.dumps(case) for case in manifest)
    (folder / "manifest.json").write_text('{"cases": [\n' + lines + "\n]}\n")
    print(f"{len(manifest)} cases in {len(list(folder.glob('*.pt')))} files")


def main() -> None:
    if os.environ.get("PYTHONHASHSEED") != "0":  # Scripting goes through sets of names: the files are to be the same each time.
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    parser = argparse.ArgumentParser()
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--into", type=pathlib.Path, default=HERE)
    options = parser.parse_args()
    into = options.into.resolve()
    torch.set_num_threads(1)
    os.chdir(HERE)
    if options.random:
        import random_modules

        random_modules.add_random(options.random, options.seed)
        write(case_table.cases, into)
        return
    import expressions

    expressions.add_expressions()
    for name in CASE_FILES:
        example_files.load_models(name)
    for old in (*HERE.glob("*.pt"), *HERE.glob("*.npz")):
        old.unlink()
    write(case_table.cases, HERE)


if __name__ == "__main__":
    main()
