"""The table that the operator fixtures are made from: one Case per module and its inputs."""

import dataclasses
import typing
import zlib

import torch


@dataclasses.dataclass
class Given:
    """An input: random values of a shape. "positive" ones lie in [0.2, 3], "away" ones are at least 0.25 from 0."""

    shape: tuple
    kind: str = "normal"

    def values(self, seed: str) -> torch.Tensor:
        source = torch.Generator().manual_seed(zlib.crc32(seed.encode()))
        x = torch.randn(self.shape, generator=source)
        if self.kind == "positive":
            x = 0.2 + 2.8 * torch.rand(self.shape, generator=source)
        elif self.kind == "away":
            x = torch.sign(x) * (x.abs() + 0.25)
        return x


def given(*shape: int, kind: str = "normal") -> Given:
    return Given(shape, kind)


@dataclasses.dataclass
class Case:
    name: str
    group: str
    make: typing.Callable[[], torch.nn.Module]
    inputs: list  # Given, or a tuple of them for a tuple argument
    axes: list | None = None  # streaming axis of each input, tuples flattened; None: no streaming
    scripted: bool = True
    traced: bool = True
    own: bool = False  # a file of its own with a `forward`; the others are methods of one file per group
    values: dict = dataclasses.field(default_factory=dict)  # scalar inputs
    state: list = dataclasses.field(default_factory=list)  # (input, output) indices of pairs that are state
    steps: int = 0  # calls in a row of a model that carries its own state, or of state pairs
    shapes: list | None = None  # other than the inputs': of a state that starts empty, None
    warm_up: int = 0  # positions that an unpadded stack needs before its first output
    refused: dict | None = None  # what the import has to say: operator, line, reason
    cannot_stream: list = dataclasses.field(default_factory=list)  # {"axes", "node", "reason"}


cases: dict[str, Case] = {}


def add(name: str, group: str, make, *inputs, **options) -> None:
    assert name not in cases, name
    cases[name] = Case(name, group, make, list(inputs), **options)


def layer(group: str, *inputs, name: str = "", **options):
    """Decorates a module class: it is a case of its own, called like the class."""

    def register(cls):
        words = "".join("_" + c.lower() if c.isupper() else c for c in cls.__name__).lstrip("_")
        add(name or words, group, cls, *inputs, **options)
        return cls

    return register
