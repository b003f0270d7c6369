"""The shape that a JSON value must have, told in plain Python, so that a file that is not of it is refused by name."""

from dataclasses import dataclass
from typing import Any

Shape = Any
"""A type (exactly that type; `object` for any value), [shape of each item], (shape of the 1st, of the 2nd, …),
{key: shape} with exactly these keys but those of `Maybe`, or `Each`."""


@dataclass(frozen=True, slots=True)
class Each:
    """A map with any keys, whose values all have one shape."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Maybe:
    """The shape of a value that its map may lack."""

    shape: Shape


class Misshapen(ValueError):
    """A value is not of its shape; the message says where and in what."""


def demand(value: object, shape: Shape, where: str) -> None:
    """Refuse a value that is not of the shape.

    Args:
        value: what `canonical.decode` gives.
        shape: see `Shape`.
        where: how the message calls the value.

    Raises:
        Misshapen: it is not.
    """
    match shape:
        case type():
            if shape is not object and type(value) is not shape:  # a bool is an int, and must not pass for one
                raise Misshapen(f"{where} is a {type(value).__name__}, not a {shape.__name__}")
        case Maybe():
            demand(value, shape.shape, where)
        case Each():
            demand(value, dict, where)
            _demand_all(value, shape.shape, where)
        case tuple():
            demand(value, list, where)
            _demand_items(value, list(shape), where)
        case [one]:
            demand(value, list, where)
            _demand_items(value, [one] * _length(value), where)
        case dict():
            demand(value, dict, where)
            _demand_keys(value, shape, where)
        case _:
            raise TypeError(f"{shape} is no shape")


def _length(value: Any) -> int:  # noqa: ANN401 - a list, as was just demanded
    return len(value)


def _demand_items(value: Any, shapes: list[Shape], where: str) -> None:  # noqa: ANN401 - a list, as was just demanded
    if len(value) != len(shapes):
        raise Misshapen(f"{where} has {len(value)} items, not {len(shapes)}")
    for at, (item, shape) in enumerate(zip(value, shapes, strict=True)):
        demand(item, shape, f"{where}[{at}]")


def _demand_all(value: Any, shape: Shape, where: str) -> None:  # noqa: ANN401 - a map, as was just demanded
    for key, item in value.items():
        demand(item, shape, f"{where}.{key}")


def _demand_keys(value: Any, shape: dict[str, Shape], where: str) -> None:  # noqa: ANN401 - a map, as was just demanded
    needed = {key for key, one in shape.items() if not isinstance(one, Maybe)}
    for key in sorted(needed - value.keys()):
        raise Misshapen(f"{where} has no {key}")
    for key in sorted(value.keys() - shape.keys()):
        raise Misshapen(f"{where} has a {key}, which this version does not know")
    for key, one in shape.items():
        if key in value:
            demand(value[key], one, f"{where}.{key}")
