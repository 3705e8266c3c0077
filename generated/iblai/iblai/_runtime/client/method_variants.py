"""Methods derived from methods: the same parameters, another result."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from ..introspection import Annotations, as_written

F = TypeVar("F", bound=Callable[..., Any])


class MethodVariant(Generic[F]):
    """A descriptor that offers ``function`` in another form.

    The function that callers see is made at the first use, so that importing an API class costs
    nothing for it. It has the name, the docstring and the signature that one expects, with the
    result of the form.

    Args:
        function: a generated method.
        call: runs it: gets the instance and the arguments.
        result: writes the result's annotation, from that of ``function``.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        call: Callable[..., Any],
        result: Callable[[str], str],
    ) -> None:
        self._function = function
        self._call = call
        self._result = result
        self._name = function.__name__
        self._owner = ""
        self._made: Any = None

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name
        self._owner = owner.__qualname__

    def bound(self, instance: object, owner: type | None) -> Any:
        """What attribute access gives: a method of ``instance``, or the function itself on the
        class.
        """
        if self._made is None:
            self._made = self._make()
        return self._made if instance is None else self._made.__get__(instance, owner)

    def _make(self) -> Any:
        call = self._call

        original = self._function
        method = _awaiting(call) if inspect.iscoroutinefunction(call) else _plain(call)
        method.__name__ = self._name
        method.__qualname__ = f"{self._owner}.{self._name}"
        method.__module__ = original.__module__
        method.__doc__ = original.__doc__
        written = as_written(original.__annotations__)
        result = written.get("return", "Any")
        text = result if isinstance(result, str) else getattr(result, "__name__", "Any")
        method.__annotations__ = Annotations(
            {**written, "return": self._result(text)}, original.__module__
        )
        # For tools that evaluate annotations: the module whose names they use.
        vars(method)["__wrapped__"] = original
        vars(method)["__signature__"] = _Signature().of(method, original)
        return method


def variant_of(made: Any) -> Callable[[Callable[..., Any]], Any]:
    """The decorator of a method whose forms are written out for type checkers: what is made from
    another method takes its place.

    Args:
        made: ``with_http_info(create)`` and the like.
    """
    return lambda _: made


def _plain(call: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: object, *args: object, **kwargs: object) -> object:
        return call(self, *args, **kwargs)

    return method


def _awaiting(call: Callable[..., Any]) -> Callable[..., Any]:
    # Tools look at the function itself to know whether its result is awaited.
    async def method(self: object, *args: object, **kwargs: object) -> object:
        return await call(self, *args, **kwargs)

    return method


class _Signature(inspect.Signature):
    """The signature of a method that is made from another; its annotations are evaluated when
    they are read.

    ``inspect.signature`` evaluates no annotation of a signature that a function brings along.
    """

    __slots__ = ("_method", "_original")

    def of(self, method: Callable[..., Any], original: Callable[..., Any]) -> _Signature:
        """Says whose signature it is, and whose parameters it has."""
        self._method = method
        self._original = original
        return self

    def _resolved(self) -> inspect.Signature:
        result = self._method.__annotations__["return"]
        return inspect.signature(self._original).replace(return_annotation=result)

    @property
    def parameters(self) -> MappingProxyType[str, inspect.Parameter]:
        """The parameters in order."""
        return self._resolved().parameters

    @property
    def return_annotation(self) -> Any:
        """The type of the result."""
        return self._resolved().return_annotation

    def replace(self, **changes: Any) -> Any:
        """A plain signature with other parts."""
        return self._resolved().replace(**changes)
