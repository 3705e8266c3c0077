"""The base of generated models, and the names that their annotations use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Protocol,
    Self,
    TypeVar,
    assert_never,
    cast,
    overload,
)

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic_core import CoreSchema

from ..errors import ApiTypeError, MismatchError, kind_of
from ..mismatch_record import Mismatch, mismatch
from . import declarations, validators
from .annotations import namespace
from .annotations.field_defaults import Constant, JSONDefault, ReadOnly
from .annotations.markers import (
    Base64,
    DecimalNumber,
    Nullable,
    Open,
    OpenInt,
    OpenNumber,
    OpenValue,
    UnknownVariant,
)
from .annotations.shapes import (
    AnyOf,
    Anything,
    Instance,
    ListOf,
    MapOf,
    Named,
    OneOf,
    OrNull,
    Scalar,
    Shape,
    Tagged,
    TupleOf,
)
from .core_schemas import Schemas
from .decoder import Decoder, decoder, log_mismatches
from .definitions import ModelDefinition, model_plan, plan_of
from .lazy_fields import LazyModel
from .pydantic_internals import set_extra
from .undeclared_keys import mark_given

__all__ = [
    "AdditionalProperties",
    "Alias",
    "Base64",
    "Constant",
    "DecimalNumber",
    "JSONDefault",
    "Model",
    "Nullable",
    "Open",
    "OpenInt",
    "OpenNumber",
    "OpenValue",
    "ReadOnly",
    "UnknownVariant",
]

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

V = TypeVar("V")
"""The type of undeclared values."""


class AdditionalProperties(Generic[V]):
    """Gives a model's undeclared keys as a dictionary of ``V``.

    Args:
        expression: the type of the values as a type expression; without one, any JSON value.
    """

    __slots__ = ("expression",)

    def __init__(self, expression: str = "") -> None:
        self.expression = expression or None

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> Self: ...
    @overload
    def __get__(self, instance: Model, owner: type[Any]) -> dict[str, V]: ...
    def __get__(self, instance: Model | None, owner: type[Any]) -> Self | dict[str, V]:
        if instance is None:
            return self
        extra = instance.__pydantic_extra__
        if extra is None:
            extra = dict[str, Any]()
            set_extra(instance, extra)
        return cast("dict[str, V]", extra)


_Member = TypeVar("_Member", covariant=True)
_Own = TypeVar("_Own", bound="Model")
"""The type of a model in place of ``Self``, which jedi does not read."""

if TYPE_CHECKING:

    class _Base(Protocol[_Member]):
        """A model with a discriminator, whose objects are read as one of its members."""

        def _read_as(self) -> _Member: ...


class Model(LazyModel):
    """The base of every object of the description.

    Undeclared keys are kept and written back; read them through :attr:`additional_properties`.
    Construct with attribute names or wire names; assignment is validated. Beside pydantic's own
    methods, ``to_dict``, ``to_json``, ``from_dict`` and ``from_json`` speak wire names and lose
    nothing.
    """

    model_config = ConfigDict(
        extra="allow",
        defer_build=True,
        populate_by_name=True,
        validate_assignment=True,
        protected_namespaces=(),
        ser_json_inf_nan="constants",
    )

    additional_properties: ClassVar[AdditionalProperties[Any]] = AdditionalProperties()
    """The keys that the description does not declare."""

    _variants: ClassVar[str] = ""
    """Of a base with a discriminator: the name of the choice between those that are made of it."""

    @classmethod
    def __read_plan__(cls) -> ModelDefinition:
        """Reads the class's annotations; see :mod:`.definitions`."""
        return declarations.read_model(cls, cls.additional_properties.expression)

    @classmethod
    def model_rebuild(
        cls,
        *,
        force: bool = False,
        raise_errors: bool = True,
        _parent_namespace_depth: int = 2,
        _types_namespace: Mapping[str, Any] | None = None,
    ) -> bool | None:
        """Builds the validator and the serializer; pydantic calls this at the first use.

        Args:
            force: build again what is built already.
            raise_errors: whether an unknown name in an annotation raises; otherwise False is
                returned.

        Returns:
            True if the model was built, None if it had been before, False if it could not be.

        Raises:
            NameError: an annotation names something unknown.
        """
        try:
            return True if validators.complete(cls, force=force) else None
        except NameError:
            if raise_errors:
                raise
            return False

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        return Schemas(reporting=False).build(Named(cls=cls))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        from .field_docs import field_docs, written_doc

        made = handler(core_schema)
        schema = handler.resolve_ref_schema(made)
        described = field_docs(cls)
        doc = written_doc(cls)
        if doc:
            schema["description"] = doc
        properties: dict[str, JsonSchemaValue] = schema.get("properties", {})
        for field in model_plan(cls).fields:
            text = described.get(field.name)
            for name in (field.wire, field.name):
                if text and name in properties:
                    properties[name].setdefault("description", text)
        return made

    def to_dict(self) -> dict[str, Any]:
        """The fields that are set, by wire name, with undeclared keys; dates and the like stay
        Python objects.
        """
        return self.model_dump(by_alias=True, exclude_unset=True, warnings=False)

    def to_json(self) -> str:
        """The JSON text that a request would carry: the fields that are set, by wire name, with
        undeclared keys.

        Raises:
            ApiValueError: a number is not finite; the message says where.
        """
        from .encoder import encode_json

        return encode_json(self).decode()

    def to_str(self) -> str:
        """All fields and undeclared keys in a readable form; secrets are masked."""
        from pprint import pformat

        from .encoder import masked

        return pformat(masked(self))

    @overload
    @classmethod
    def from_dict(cls: type[_Base[_Member]], obj: Mapping[str, Any]) -> _Member: ...
    @overload
    @classmethod
    def from_dict(cls: type[_Own], obj: Mapping[str, Any]) -> _Own: ...
    @overload
    @classmethod
    def from_dict(cls, obj: None) -> None: ...
    @classmethod
    def from_dict(cls, obj: Mapping[str, Any] | None) -> object:
        """Reads an object with wire names, as a response is read: nothing is lost, what does not
        fit is kept and logged.

        Of a base with a discriminator it gives the member that the tag names.

        Args:
            obj: JSON-compatible data, or what ``to_dict`` gave. None gives None.

        Raises:
            MismatchError: it is no object at all.
        """
        return None if obj is None else cls.__read__(partial(cls.__decoder__().decode_value, obj))

    @overload
    @classmethod
    def from_json(cls: type[_Base[_Member]], json_str: str | bytes) -> _Member: ...
    @overload
    @classmethod
    def from_json(cls: type[_Own], json_str: str | bytes) -> _Own: ...
    @classmethod
    def from_json(cls, json_str: str | bytes) -> object:
        """Reads JSON text, as a response is read: nothing is lost, what does not fit is kept and
        logged.

        Of a base with a discriminator it gives the member that the tag names.

        Raises:
            InvalidJSONError: the text is not JSON.
            MismatchError: it is no object at all.
        """
        if not isinstance(
            json_str, (str, bytes, bytearray)
        ):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ApiTypeError(f"JSON text is a str or bytes, not a {kind_of(json_str)}")
        body = json_str.encode(errors="surrogatepass") if isinstance(json_str, str) else json_str
        return cls.__read__(partial(cls.__decoder__().decode_json, body))

    @classmethod
    def __decoder__(cls) -> Decoder:
        """Reads this model; of a base with a discriminator, the member that the tag names."""
        choice = vars(cls).get("_variants")
        if not choice:
            return decoder(cls)
        return decoder(namespace.of_module(cls.__module__).evaluate(choice))

    @classmethod
    def __read__(cls, decode: Callable[..., object]) -> object:
        """What a decoder makes of its input; mismatches are logged, unless an error says all there
        is to say.
        """
        found: list[Mismatch] = []
        value = decode(strict=False, report=found.append)
        if not isinstance(value, Model if "_variants" in vars(cls) else cls):
            raise MismatchError((mismatch(None, "an object", value),))
        if found:
            log_mismatches(found, cls.__name__)
        return value

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        hidden = {field.name for field in model_plan(type(self)).fields if field.secret}
        for name, value in self.__dict__.items():
            if name not in hidden:
                yield name, value
        yield from (self.__pydantic_extra__ or {}).items()

    if not TYPE_CHECKING:  # a visible __setattr__ would let any name pass type checkers

        def __setattr__(self, name: str, value: object) -> None:
            if name == "additional_properties":
                set_extra(self, dict(value))
            else:
                known = self.__pydantic_extra__
                new = known is not None and name not in known
                super().__setattr__(name, value)
                if new:
                    mark_given(self.__pydantic_extra__, name)


class _AliasMeta(type):
    """Lets ``isinstance(value, Pet)`` mean what it means to a type checker: one of the members."""

    def __instancecheck__(cls, instance: object) -> bool:
        return _is_instance(plan_of(cls), instance)


def _is_instance(shape: ModelDefinition | Shape, value: object) -> bool:
    match shape:
        case ModelDefinition(cls=cls):
            return isinstance(value, cls)
        case Named(cls=cls):
            return _is_instance(plan_of(cls), value)
        case AnyOf(members=members):
            return any(_is_instance(member, value) for member in members)
        case Tagged(members=members):
            known = any(_is_instance(member, value) for member in members)
            return known or isinstance(value, UnknownVariant)
        case OrNull(item=item):
            return value is None or _is_instance(item, value)
        case Scalar(leaf=leaf):
            return isinstance(value, leaf.python_types)
        case ListOf() | TupleOf() | MapOf() | OneOf() | Anything() | Instance():
            raise TypeError("isinstance() takes no name for a list, a map or a list of values")
        case _:
            assert_never(shape)


class Alias(metaclass=_AliasMeta):
    """The base of every name for a choice, a list, a map or a scalar.

    Type checkers see the type itself; at run time the name represents it in annotations and type
    expressions, and is resolved at its first use. It is never instantiated.

    Args:
        of: the type expression that it means.
        tag: the wire name of the property that discriminates a choice.
        mapping: tag value to the name of the member.
        default: the name of the member that any other tag, or none, means.
        base: the name of the member that all others are made of; it holds what has an unknown tag.
    """

    _expression: ClassVar[tuple[str, str, Mapping[str, str], str, str]]
    _stated: ClassVar[Shape | None] = None

    def __init_subclass__(
        cls,
        *,
        of: str,
        tag: str = "",
        mapping: Mapping[str, str] | None = None,
        default: str = "",
        base: str = "",
    ) -> None:
        super().__init_subclass__()
        cls._expression = (of, tag, mapping or {}, default, base)

    @classmethod
    def __read_plan__(cls) -> Shape:
        """Reads the alias's expression; see :mod:`.definitions`."""
        from .annotations.alias_cycles import without_cycles

        return without_cycles(cls, _stated)

    @classmethod
    def __read_stated__(cls) -> Shape:
        """What the alias says, cycles included."""
        if cls._stated is None:
            cls._stated = declarations.read_alias(cls, *cls._expression)
        return cls._stated

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        return Schemas(reporting=False).build(Named(cls=cls))


def _stated(cls: type[Any]) -> Shape | None:
    return cls.__read_stated__() if issubclass(cls, Alias) else None
