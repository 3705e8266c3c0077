"""Annotations that tools can evaluate: ``typing.get_type_hints``, ``inspect.signature``, pydantic's
``validate_call``.

Modules import what only their annotations name under ``TYPE_CHECKING``, so that importing one
loads no other. A tool that evaluates an annotation would meet a NameError. It first reads
``__annotations__``, though, and does so as from any dictionary. The one that is put in its place
here brings the names into the module, and gives types instead of texts: some tools evaluate a
text in the module of the caller.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any, Final, TypeVar, cast

Kind = TypeVar("Kind")

_MODULES: Final = frozenset(("builtins", "datetime", "uuid"))

_SOURCES: Final[dict[str, str]] = {
    name: module
    for module, names in {
        "collections.abc": (
            """
            AsyncIterable AsyncIterator Awaitable Callable Coroutine Generator Iterable Iterator
            Mapping Sequence
            """
        ),
        "decimal": "Decimal",
        "inspect": "Signature",
        "os": "PathLike",
        "typing": "IO Annotated Any ClassVar Literal Self TypeAlias Unpack",
        ".call.hooks": "Attempt AttemptHook MismatchHook",
        ".models.annotations.markers": (
            "Base64 DecimalNumber Nullable Open OpenInt OpenNumber OpenValue UnknownVariant"
        ),
        ".mismatch_record": "Mismatch",
        ".service.file_input": "FileContent FileInput",
        ".service.options": "RequestAuth Retries Timeout",
        ".service.request_options": "RequestOptions",
        ".service.sign_in": "AnySignIn TokenStore",
        ".service.token_stores": "TokenSet",
        ".pagination.pagers": "AsyncPager Pager",
        ".response.responses": (
            """
            ApiResponse AsyncBinaryResponse AsyncRawResponse AsyncStream BinaryResponse RawResponse
            Stream
            """
        ),
        ".transport.protocol": "AsyncResponse AsyncTransport Request Response Timeouts Transport",
    }.items()
    for name in names.split()
}
"""Where the names of annotations come from, models and API classes apart; no model has one of
them.
"""


class Annotations(dict[str, Any]):
    """The annotations of a function or a model; readers find types, and the names of them defined.

    Args:
        written: the annotations as they are written.
        module: the name of the module that they are in.

    Attributes:
        written: the same.
    """

    __slots__ = ("_module", "written")

    def __init__(self, written: dict[str, Any], module: str) -> None:
        super().__init__(written)
        self.written = written
        self._module: str | None = module

    def _define(self) -> None:
        module = self._module
        if module is not None:
            # Two threads may both do this; they find the same.
            self.update(evaluated(dict(super().items()), module))
            self._module = None

    # ``dict(annotations)`` and ``{**annotations}`` take this way too, because ``__iter__`` is not
    # the one of ``dict``.

    def __getitem__(self, name: str) -> Any:
        self._define()
        return super().__getitem__(name)

    def __iter__(self) -> Iterator[str]:
        self._define()
        return super().__iter__()

    def keys(self) -> Any:
        """As for any dictionary, and so below."""
        self._define()
        return super().keys()

    def values(self) -> Any:
        """The annotations."""
        self._define()
        return super().values()

    def items(self) -> Any:
        """Names and annotations."""
        self._define()
        return super().items()

    def get(self, key: str, default: Any = None, /) -> Any:
        """The annotation of one name, or ``default``."""
        self._define()
        return super().get(key, default)

    def copy(self) -> dict[str, Any]:
        """A plain dictionary."""
        return dict(self)


def as_written(annotations: dict[str, Any]) -> dict[str, Any]:
    """Annotations as they are written; to read them so imports nothing."""
    return annotations.written if isinstance(annotations, Annotations) else annotations


def evaluable(cls: type[Kind]) -> type[Kind]:
    """Makes the annotations of ``cls``, its methods and its properties evaluable; a decorator."""
    attributes = cls.__annotations__
    if attributes and not isinstance(attributes, Annotations):
        cls.__annotations__ = Annotations(attributes, cls.__module__)
    for member in tuple(vars(cls).values()):
        for function in _functions(member):
            written = function.__annotations__
            if written:
                function.__annotations__ = Annotations(written, function.__module__)
    return cls


def _functions(member: object) -> Iterator[FunctionType]:
    match member:
        case FunctionType():
            yield member
        case property():
            yield from (
                accessor
                for accessor in (member.fget, member.fset)
                if isinstance(accessor, FunctionType)
            )
        case classmethod() | staticmethod():
            inner = cast("object", getattr(cast("object", member), "__func__", None))
            if isinstance(inner, FunctionType):
                yield inner
        case _:
            pass


def evaluated(annotations: dict[str, Any], module: str) -> dict[str, Any]:
    """Annotations as types. The module gets the names in them that it has not imported; a text with
    an unknown name stays one.

    Args:
        annotations: texts or types.
        module: the name of the module that they are in.
    """
    import builtins

    loaded = sys.modules.get(module)
    if loaded is None:
        return annotations
    known = vars(loaded)
    wanted = {
        name
        for annotation in annotations.values()
        if isinstance(annotation, str)
        for name in _names(annotation)
    }
    for name in wanted:
        if name not in known and not hasattr(builtins, name):
            value = _find(name, module)
            if value is not None:
                known.setdefault(name, value)
    return {name: _evaluated(text, known) for name, text in annotations.items()}


def _evaluated(annotation: object, names: dict[str, Any]) -> object:
    if not isinstance(annotation, str):
        return annotation
    try:
        # The text is generated code, as the module is that it is in.
        return eval(annotation, names)
    except (AttributeError, NameError, TypeError):
        return annotation


def _names(annotation: str) -> Iterator[str]:
    """The names in a type expression, in the texts inside it too; the values of a ``Literal`` are
    none.
    """
    import ast

    try:
        waiting: list[ast.AST] = [ast.parse(annotation, mode="eval").body]
    except SyntaxError:
        return
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Name(id=name):
                yield name
            case ast.Constant(value=str(text)):
                yield from _names(text)
            case ast.Subscript(value=ast.Name(id="Literal" as name)):
                yield name
            case ast.Call(func=function):
                waiting.append(function)
            case _:
                waiting.extend(ast.iter_child_nodes(node))


def _find(name: str, module: str) -> object:
    """What ``name`` means in the annotations of ``module``; None if it means nothing."""
    from importlib import import_module

    if name in _MODULES:
        return import_module(name)
    source = _SOURCES.get(name)
    if source is not None:
        return vars(import_module(source, __package__))[name]
    package = __name__.partition("._runtime")[0]
    is_async = module.startswith(f"{package}.aio.")
    places = (f"{package}.models", f"{package}.aio" if is_async else package, f"{package}.types")
    for place in places:
        try:
            found: object = getattr(import_module(place), name)
        except (AttributeError, ModuleNotFoundError):
            continue
        if not isinstance(found, ModuleType):
            return found
    return None
