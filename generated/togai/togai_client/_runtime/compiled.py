"""Validators and serializers, compiled when first needed, once for all threads."""

from __future__ import annotations

import threading
from typing import Any, Final

from pydantic_core import CoreConfig, SchemaSerializer, SchemaValidator

from .plans import ModelPlan, reach
from .schemas import SERIALIZER_CONFIG, Schemas
from .shapes import Named, Shape

_LOCK: Final = threading.RLock()


def compile_validator(shape: Shape) -> SchemaValidator:
    """What reads values of ``shape``: strictly from JSON text, laxly from Python objects."""
    config = _load(shape)
    with _LOCK:
        return SchemaValidator(Schemas().build(shape), config)


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
    config = _load(Named(cls=cls))
    with _LOCK:
        if cls.__pydantic_complete__ and not force:
            return False
        cls.__pydantic_complete__ = (
            False  # or pydantic-core would take the old validator again
        )
        schema = Schemas().build(Named(cls=cls))
        cls.__pydantic_core_schema__ = schema
        cls.__pydantic_validator__ = SchemaValidator(schema, config)
        cls.__pydantic_serializer__ = SchemaSerializer(schema, SERIALIZER_CONFIG)
        cls.__pydantic_complete__ = True
    return True


def _load(shape: Shape) -> CoreConfig:
    """Imports what ``shape`` needs. Not under the lock: a module being imported by another thread may wait for it.

    Returns:
        How to validate: where a field is secret, the messages of pydantic's errors leave the input out.
    """
    secret = False
    for plan in reach(shape):
        if isinstance(plan, ModelPlan):
            secret = secret or any(field.secret for field in plan.fields)
    return CoreConfig(hide_input_in_errors=secret)
