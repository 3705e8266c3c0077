"""References to nothing, noted at the part of a description in which they stop the validator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from docbound.validation.objections import Objection, Place, UnresolvedReference

from .vocabulary import UnresolvableError

_P = ParamSpec("_P")
_Self = TypeVar("_Self")
_Rule = Callable[Concatenate[_Self, Place, _P], Iterator[Objection]]


def noting(rule: _Rule[_Self, _P]) -> _Rule[_Self, _P]:
    """A rule that ends with an objection where it meets a reference to nothing.

    The rules around it go on, as the validator's do.
    """

    @wraps(rule)
    def check(
        self: _Self, place: Place, /, *args: _P.args, **kwargs: _P.kwargs
    ) -> Iterator[Objection]:
        try:
            yield from rule(self, place, *args, **kwargs)
        except UnresolvableError as error:
            fault = UnresolvedReference(reference=error.reference)
            yield Objection(fault=fault, place=place)

    return check
