"""Model classes that read their annotations at their first use.

Pydantic evaluates every annotation when a module is loaded (some 0.8 ms for ten fields) and again
when the class is built, and it could not find neighbours that are imported for type checkers only.
Here a class costs some 0.06 ms, and one that is never used costs no more.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from ..introspection import Annotations
from .declarations import Declaration, read_model
from .definitions import model_plan
from .pydantic_internals import has_hooks, show_fields


class LazyFields(dict[str, FieldInfo]):
    """Fills itself at the first look.

    Args:
        cls: the model whose fields these are.
    """

    def __init__(self, cls: type[Any]) -> None:
        super().__init__()
        self._cls: type[Any] | None = cls

    def _fill(self) -> None:
        cls = self._cls
        if cls is not None:
            # Two threads may both do this; they put the same records in.
            self.update({field.name: field.info for field in model_plan(cls).fields})
            self._cls = None

    def __getitem__(self, name: str) -> FieldInfo:
        self._fill()
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._fill()
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        self._fill()
        return super().__iter__()

    def __len__(self) -> int:
        self._fill()
        return super().__len__()

    def __eq__(self, other: object) -> bool:
        self._fill()
        return super().__eq__(other)

    __hash__ = None

    def __repr__(self) -> str:
        self._fill()
        return super().__repr__()

    def keys(self) -> Any:
        """As for any dictionary, and so below."""
        self._fill()
        return super().keys()

    def values(self) -> Any:
        """The records."""
        self._fill()
        return super().values()

    def items(self) -> Any:
        """Attribute names and records."""
        self._fill()
        return super().items()

    def get(self, key: str, default: Any = None, /) -> Any:
        """The record of one attribute, or ``default``."""
        self._fill()
        return super().get(key, default)

    def copy(self) -> dict[str, FieldInfo]:
        """A plain dictionary."""
        self._fill()
        return super().copy()


def _is_field(name: str, annotation: object) -> bool:
    """Whether an annotation is a field, and no class variable or private attribute; those are left
    to pydantic.
    """
    if name.startswith("_") or name == "model_config":
        return False
    return not str(annotation).startswith(("ClassVar", "typing.ClassVar"))


class _Signature:
    """A model's constructor as help and completion show it, made on demand."""

    def __get__(self, instance: object, owner: type[Any]) -> inspect.Signature:
        if instance is not None:
            raise AttributeError("__signature__")
        # As a call needs them: without the wire name and the marks that only reading a response
        # needs.
        types = {
            name: _plain(annotation)
            for base in reversed(owner.__mro__)
            if "_declaration_" in vars(base)
            for name, annotation in base.__annotations__.items()
        }
        parameters = [
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=(field.make_default() if field.has_default else inspect.Parameter.empty),
                annotation=types.get(field.name, field.written),
            )
            for field in model_plan(owner).fields
        ]
        extra = inspect.Parameter("extra", inspect.Parameter.VAR_KEYWORD, annotation=Any)
        return inspect.Signature([*parameters, extra])


def _plain(annotation: Any) -> Any:
    """An annotation without what is beside the type in ``Annotated``."""
    is_marked = hasattr(annotation, "__metadata__")
    return get_args(annotation)[0] if is_marked else annotation


def _refuse_hooks(cls: type[BaseModel]) -> None:
    """Warns that a user's validators would have no effect."""
    if has_hooks(cls):
        raise TypeError(
            f"{cls.__name__}: models of a description take no validators and serializers of"
            " their own"
        )


if TYPE_CHECKING:
    LazyModel = BaseModel
else:

    class _LazyMeta(type(BaseModel)):
        """Creates a model's class without showing its fields to pydantic; they are kept as they are
        written.
        """

        def __new__(mcs, name, bases, attributes, **options):
            annotations = attributes.get("__annotations__", {})
            fields = {key: text for key, text in annotations.items() if _is_field(key, text)}
            defaults = {key: attributes.pop(key) for key in fields if key in attributes}
            attributes["__annotations__"] = {
                key: text for key, text in annotations.items() if key not in fields
            }
            cls = super().__new__(mcs, name, bases, attributes, **options)
            _refuse_hooks(cls)
            # Class variables stay out: pydantic would evaluate them again for every subclass.
            cls.__annotations__ = Annotations(fields, cls.__module__)
            cls._declaration_ = Declaration(
                annotations=fields, defaults=defaults, module=cls.__module__
            )
            show_fields(cls, LazyFields(cls))
            return cls

        @property
        def __doc__(cls):
            """The docstring of the class with those of its fields, for help."""
            from .field_docs import model_doc

            return model_doc(cls)

        @__doc__.setter
        def __doc__(cls, text):
            vars(type)["__doc__"].__set__(cls, text)

    class LazyModel(BaseModel, metaclass=_LazyMeta):
        """The base of models that read their annotations at their first use."""

        model_config = ConfigDict(defer_build=True)
        __signature__ = _Signature()

        @classmethod
        def __read_plan__(cls):
            return read_model(cls, None)
