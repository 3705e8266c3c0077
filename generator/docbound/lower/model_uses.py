"""What a model is for, where the description says nothing about it: the operations that send or
receive it, or the model that it is a part of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from docbound.package import ApiClass, MediaRow, Method, Model, ObjectModel
from docbound.records import field, record

_NAME: Final = re.compile(r"[^\W\d]\w*")
_MOST_NAMED: Final = 2
"""More operations than these are counted."""


def with_uses(models: Iterable[Model], apis: Iterable[ApiClass]) -> tuple[Model, ...]:
    """The models, each with a docstring where it is used at all.

    Args:
        models: the models of a package.
        apis: its API classes.
    """
    kept = tuple(models)
    if all(model.doc for model in kept):
        return kept
    uses = _uses(kept, apis)
    return tuple(
        model if model.doc else replace(model, doc=uses.sentence(model.name)) for model in kept
    )


@record(frozen=False, kw_only=False)
class _Uses:
    """The uses of models by their names: operations by label, and the first model with a field."""

    bodies: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    results: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    errors: set[str] = field(default_factory=set[str])
    parents: dict[str, str] = field(default_factory=dict[str, str])

    def sentence(self, name: str) -> str:
        if name in self.bodies:
            return f"The body of {_listed(self.bodies[name])}."
        if name in self.results:
            return f"The result of {_listed(self.results[name])}."
        if name in self.errors:
            return "The data of an error."
        return f"A part of ``{self.parents[name]}``." if name in self.parents else ""


def _uses(models: Iterable[Model], apis: Iterable[ApiClass]) -> _Uses:
    uses = _Uses()
    for method in (method for api in apis for method in api.present):
        _add_method(uses, method)
    for model in models:
        for item in model.fields if isinstance(model, ObjectModel) else ():
            for name in item.annotation.models:
                if name != model.name:
                    uses.parents.setdefault(name, model.name)
    return uses


def _add_method(uses: _Uses, method: Method) -> None:
    for row in method.body.media if method.body else ():
        _add(uses.bodies, row, method)
    for response in method.responses:
        for row in response.media:
            if response.status.startswith("2"):
                _add(uses.results, row, method)
            else:
                uses.errors.update(_names(row))


def _add(uses: dict[str, list[str]], row: MediaRow, method: Method) -> None:
    for name in _names(row):
        labels = uses.setdefault(name, [])
        if method.label not in labels:
            labels.append(method.label)


def _names(row: MediaRow) -> Iterator[str]:
    """The model that a media type has by itself; not that of the items of a stream."""
    if row.type_code and not row.item and _NAME.fullmatch(row.type_code):
        yield row.type_code


def _listed(labels: list[str]) -> str:
    named = [f"``{label}``" for label in labels]
    if len(named) > _MOST_NAMED:
        return f"{named[0]} and {len(named) - 1} other operations"
    return " and ".join(named)
