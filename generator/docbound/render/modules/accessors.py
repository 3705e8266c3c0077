"""The properties that lead to API classes: from the client, from an API class, from a stub."""

from __future__ import annotations

from typing import Final

from docbound.package import ApiClass, Import
from docbound.render.imports import import_block
from docbound.writing.function_head import SELF, Parameters, function_head
from docbound.writing.source_types import PythonSource
from docbound.writing.text import one_line, sentence

_ALONE: Final = Parameters.of(SELF)


def accessor_head(name: str, result: str) -> PythonSource:
    """The head of a property ``name`` that gives an object of the class ``result``."""
    return function_head(f"def {name}", _ALONE, result, indent=4)


def accessor_import(api: ApiClass, folder: str) -> PythonSource:
    """The import inside such a property, from ``folder`` (``.api.`` or ``.``)."""
    return import_block([Import(module=f"{folder}{api.module}", name=api.name)], depth=1, indent=8)


def accessor_doc(api: ApiClass) -> str:
    """The docstring of such a property."""
    about = one_line(api.doc).split(". ", 1)[0]
    return sentence(about) or f"The operations of {api.name}."
