#!/usr/bin/python3
"""Writes the fixtures of loops over the sequence and of recurrent cells, as the operator fixtures are written. Needs Debian's
python3-torch (1.13): /usr/bin/python3 tests/data/loops/make_loop_fixtures.py"""

import os
import pathlib
import sys

import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "operators")]

import make_operator_fixtures as fixtures  # noqa: E402

CASE_FILES = ["cell_cases", "hold_cases", "loop_cases"]


def main() -> None:
    if os.environ.get("PYTHONHASHSEED") != "0":  # Scripting goes through sets of names: the files are to be the same each time.
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    torch.set_num_threads(1)
    os.chdir(HERE)
    for name in CASE_FILES:
        fixtures.example_files.load_models(name)
    for old in (*HERE.glob("*.pt"), *HERE.glob("*.npz")):
        old.unlink()
    fixtures.write(fixtures.case_table.cases, HERE)


if __name__ == "__main__":
    main()
