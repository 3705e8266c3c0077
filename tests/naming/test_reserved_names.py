"""The frozen lists of reserved names against what is really there."""

from __future__ import annotations

import builtins
import keyword
from enum import Enum, IntEnum, StrEnum
from types import ModuleType

import pydantic
import pytest

from docbound.naming import reserved_names
from docbound.runtime.models import base
from docbound.runtime.models.annotations import markers, namespace
from docbound.runtime.response import responses
from docbound.runtime.service import operations, options


def public(names: object) -> set[str]:
    return {name for name in dir(names) if not name.startswith("_")}


def test_keywords() -> None:
    assert set(keyword.kwlist) == reserved_names.KEYWORDS


def test_attributes_of_pydantic_models() -> None:
    assert public(pydantic.BaseModel) <= reserved_names.BASE_MODEL


def test_attributes_of_the_runtime_model() -> None:
    assert public(base.Model) <= reserved_names.BASE_MODEL | reserved_names.RUNTIME_MODEL


def test_attributes_of_enums() -> None:
    class Floats(float, Enum):
        ONE = 1.0

    for kind in (StrEnum, IntEnum, Floats):
        assert public(kind) - {"ONE"} <= reserved_names.MEMBERS


def test_builtin_classes() -> None:
    found = {name for name in dir(builtins) if name[0].isupper()}
    assert found <= reserved_names.CLASSES


@pytest.mark.parametrize("module", [markers, operations, options, responses])
def test_classes_of_the_runtime_that_generated_code_imports(module: ModuleType) -> None:
    own = {
        name
        for name, value in vars(module).items()
        if isinstance(value, type)
        and value.__module__ == module.__name__
        and not name.startswith("_")
    }
    internal = {"CallOptions", "Marker", "Parameter", "Pagination", "FileContent"}
    assert own - internal <= reserved_names.CLASSES


def test_no_model_hides_behind_a_name_that_type_expressions_use() -> None:
    classes = {name for name in namespace.of_package("none") if name[0].isupper()}
    assert classes <= reserved_names.CLASSES
