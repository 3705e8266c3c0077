"""Validators and serializers, compiled when first needed, once for all threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from pydantic_core import CoreConfig, SchemaSerializer, SchemaValidator, ValidationError

from ..errors import InvalidArgumentError
from .annotations.shapes import Named, Shape
from .core_schemas import SERIALIZER_CONFIG, Schemas
from .definitions import ModelDefinition, reachable
from .pydantic_internals import incomplete, install, is_complete

_LOCK: Final = threading.RLock()
if hasattr(os, "register_at_fork"):
    # A fork waits for the thread that compiles: its child would wait for it for ever.
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release
    )


def compile_reader(shape: Shape) -> SchemaValidator:
    """What reads values of ``shape`` from JSON text, for a decoder: strictly, and with wire names
    only.
    """
    models, config = _load(shape)
    # Texts of responses differ more often than not, so that to look for each among those seen
    # before costs more than it saves.
    config["cache_strings"] = "keys"
    with _LOCK, incomplete(models):
        return SchemaValidator(Schemas(reporting=True).build(shape), config)


def compile_validator(shape: Shape) -> SchemaValidator:
    """What takes values of ``shape`` from a caller: laxly, a mapping with wire names or attribute
    names for a model.
    """
    _, config = _load(shape)
    with _LOCK:
        return SchemaValidator(Schemas(reporting=False).build(shape), config)


def complete(cls: type[Any], *, force: bool = False) -> bool:
    """Gives a model its validator and serializer.

    Args:
        cls: the model.
        force: build again what is built already.

    Returns:
        Whether anything was built.
    """
    if is_complete(cls) and not force:
        return False
    _, config = _load(Named(cls=cls))
    with _LOCK:
        if is_complete(cls) and not force:
            return False
        with incomplete([cls]):
            schema = Schemas(reporting=False).build(Named(cls=cls))
            validator = SchemaValidator(schema, config)
            serializer = SchemaSerializer(schema, SERIALIZER_CONFIG)
        install(cls, schema, validator, serializer)
    return True


def _load(shape: Shape) -> tuple[list[type[Any]], CoreConfig]:
    """Imports what ``shape`` needs. Not under the lock: a module being imported by another thread
    may wait for it.

    Returns:
        The models that it reaches, and how to validate: errors name the model, and leave the input
        out where a field is secret.
    """
    models: list[type[Any]] = []
    secret = False
    for plan in reachable(shape):
        if isinstance(plan, ModelDefinition):
            models.append(plan.cls)
            secret = secret or any(field.secret for field in plan.fields)
    config = CoreConfig(hide_input_in_errors=secret)
    if isinstance(shape, Named):
        config["title"] = shape.cls.__name__
    return models, config


def refused(error: ValidationError) -> InvalidArgumentError:
    """What pydantic says, as an error of ours; the values stay out, for they may be credentials."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    return InvalidArgumentError(error.title, cast("Iterable[Mapping[str, Any]]", problems))
