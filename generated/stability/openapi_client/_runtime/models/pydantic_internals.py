"""Everything in the runtime that reaches into pydantic's models by other ways than its documented
methods.

Pydantic makes a model's fields, schema and validators when the class is made; here they are made at
first use, which it has no public way for. It keeps them in attributes called ``__pydantic_…__``. No
other module writes one, so that a release of pydantic which changes them is met here alone.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Any, Final, cast

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, SchemaSerializer, SchemaValidator

_HOOKS: Final = (
    "validators",
    "field_validators",
    "root_validators",
    "model_validators",
    "field_serializers",
    "model_serializers",
)


def assemble(
    cls: type[BaseModel],
    held: dict[str, object],
    given: set[str],
    extra: dict[str, object],
) -> BaseModel:
    """A model with these attributes, nothing validated. ``model_construct`` would look at each
    field again, and copy.

    Args:
        cls: the model's class.
        held: attribute name to value; every field has one.
        given: the names that came from the wire; only these are written back.
        extra: undeclared keys.
    """
    instance = cls.__new__(cls)
    object.__setattr__(instance, "__dict__", held)
    object.__setattr__(instance, "__pydantic_fields_set__", given)
    object.__setattr__(instance, "__pydantic_extra__", extra)
    object.__setattr__(instance, "__pydantic_private__", None)
    if cls.__pydantic_post_init__:
        instance.model_post_init(None)
    return instance


def set_extra(instance: BaseModel, extra: dict[str, Any]) -> None:
    """Puts other undeclared keys in the place of those that a model has."""
    object.__setattr__(instance, "__pydantic_extra__", extra)


def show_fields(cls: type[BaseModel], fields: Mapping[str, FieldInfo]) -> None:
    """Makes ``fields`` what ``cls.model_fields`` shows; pydantic has not seen any."""
    cls.__pydantic_fields__ = fields  # type: ignore[assignment]


def has_hooks(cls: type[BaseModel]) -> bool:
    """Whether the class has validators or serializers that a user wrote."""
    decorators: Any = cls.__pydantic_decorators__
    return any(getattr(decorators, kind) for kind in _HOOKS)


def is_complete(cls: type[BaseModel]) -> bool:
    """Whether the class has its validator and serializer."""
    return cls.__pydantic_complete__


def install(
    cls: type[BaseModel],
    schema: CoreSchema,
    validator: SchemaValidator,
    serializer: SchemaSerializer,
) -> None:
    """Gives a class its validator and serializer, which makes it complete."""
    cls.__pydantic_core_schema__ = schema
    cls.__pydantic_validator__ = validator
    cls.__pydantic_serializer__ = serializer
    cls.__pydantic_complete__ = True


@contextmanager
def incomplete(models: Iterable[type[BaseModel]]) -> Generator[None]:
    """Keeps pydantic-core from taking the validators that models have already, in place of what a
    schema says.
    """
    hidden = [cls for cls in models if cls.__pydantic_complete__]
    try:
        for cls in hidden:
            cls.__pydantic_complete__ = False
        yield
    finally:
        for cls in hidden:
            cls.__pydantic_complete__ = True


def notice_changes(
    cls: type[BaseModel], mutable_defaults: Callable[[], list[tuple[str, Any]]]
) -> None:
    """Lets a default that was changed in place (``credit.tags.append(...)``) count as set, so that
    it is sent.

    A list knows nothing of the model that it is in, so its changes are looked for whenever
    a caller, such as pydantic-core, needs to know which fields are set. To wrap the serializer
    instead would make writing such a model three times as slow.

    Args:
        cls: the model.
        mutable_defaults: names and defaults of the fields whose defaults can be changed in place.
    """
    stored = cast("Any", BaseModel).__pydantic_fields_set__
    defaults: list[tuple[str, Any]] = []

    def fields_set(instance: BaseModel) -> set[str]:
        if not defaults:
            # Not before it is needed: to make one may load other modules.
            defaults.extend(mutable_defaults())
        given: set[str] = stored.__get__(instance)
        held = vars(instance)
        for name, default in defaults:
            if name not in given and name in held and held[name] != default:
                given.add(name)
        return given

    noticing = property(fields_set, stored.__set__, stored.__delete__)
    type.__setattr__(cls, "__pydantic_fields_set__", noticing)
