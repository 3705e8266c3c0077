"""Models by way of their package: ``_models.Pet``, so that no name of a model can hide one of the
module itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import partial
from typing import Final

from docbound.package import Annotation

_WORD: Final = re.compile(r"(?<![\w.])\w+")
_QUOTED: Final = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def model_names(annotation: Annotation) -> set[str]:
    """The models that an annotation names."""
    return {item.name for item in annotation.neighbours} | {*annotation.models}


def by_way_of_models(code: str, names: Collection[str]) -> str:
    """An annotation with ``_models.`` before each model."""
    return outside_of_texts(code, partial(qualified, names, "_models."))


def qualified(names: Collection[str], origin: str, code: str) -> str:
    """Source code with ``origin`` before each of ``names`` that is no attribute."""

    def placed(found: re.Match[str]) -> str:
        return f"{origin}{found[0]}" if found[0] in names else found[0]

    return _WORD.sub(placed, code)


def outside_of_texts(code: str, change: Callable[[str], str]) -> str:
    """An annotation with all changed that is no text of a ``Literal``."""
    parts = _QUOTED.split(code)
    parts[::2] = map(change, parts[::2])
    return "".join(parts)
