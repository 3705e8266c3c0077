"""Validators and serializers, compiled when first needed, once for all threads."""

from __future__ import annotations

import threading
from typing import Any, Final

from pydantic_core import SchemaSerializer, SchemaValidator

from .plans import reach
from .schemas import SERIALIZER_CONFIG, Schemas
from .shapes import Named, Shape

_LOCK: Final = threading.RLock()


def compile_validator(shape: Shape) -> SchemaValidator:
    """What reads values of ``shape``: strictly from JSON text, laxly from Python objects."""
    _load(shape)
    with _LOCK:
        return SchemaValidator(Schemas().build(shape))


def complete(cls: type[Any], *, force: bool = False) -> bool:
    """Gives a model its validator and serializer.

    Args:
        cls: the model.
        force: build again what is built already.

    Returns:
        Whether anything was built.
    """
    if cls.__pydantic_complete__ and not force:
        return False
    _load(Named(cls=cls))
    with _LOCK:
        if cls.__pydantic_complete__ and not force:
            return False
        cls.__pydantic_complete__ = (
            False  # or pydantic-core would take the old validator again
        )
        schema = Schemas().build(Named(cls=cls))
        cls.__pydantic_core_schema__ = schema
        cls.__pydantic_validator__ = SchemaValidator(schema)
        cls.__pydantic_serializer__ = SchemaSerializer(schema, SERIALIZER_CONFIG)
        cls.__pydantic_complete__ = True
    return True


def _load(shape: Shape) -> None:
    """Imports what ``shape`` needs. Not under the lock: a module being imported by another thread may wait for it."""
    for _ in reach(shape):
        continue
