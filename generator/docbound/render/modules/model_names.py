"""Models by way of their package: ``_models.Pet``, so that no name of a model can hide one of the
module itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from docbound.package import Annotation

_QUOTED: Final = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def model_names(annotation: Annotation) -> set[str]:
    """The models that an annotation names."""
    return {item.name for item in annotation.neighbours} | {*annotation.models}


def by_way_of_models(code: str, names: Iterable[str]) -> str:
    """An annotation with ``_models.`` before each model."""
    longest_first = sorted(names, key=len, reverse=True)

    def qualified(part: str) -> str:
        for name in longest_first:
            part = re.sub(rf"(?<![\w.]){re.escape(name)}\b", f"_models.{name}", part)
        return part

    return outside_of_texts(code, qualified)


def outside_of_texts(code: str, change: Callable[[str], str]) -> str:
    """An annotation with all changed that is no text of a ``Literal``."""
    parts = _QUOTED.split(code)
    parts[::2] = map(change, parts[::2])
    return "".join(parts)
