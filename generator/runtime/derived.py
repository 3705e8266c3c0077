"""Methods made from methods: the same parameters, another result."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from .introspection import Annotations

F = TypeVar("F", bound=Callable[..., Any])


class Derived(Generic[F]):
    """A descriptor that offers ``function`` in another form.

    The function that callers see is made at the first use, so that importing an API class costs nothing for it. It has the
    name, the docstring and the signature that one expects, with the result of the form.

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
        """What attribute access gives: a method of ``instance``, or the function itself on the class."""
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
        signature = inspect.signature(original)
        result = signature.return_annotation
        text = result if isinstance(result, str) else getattr(result, "__name__", "Any")
        written = {**original.__annotations__, "return": self._result(text)}
        method.__annotations__ = Annotations(written, original.__module__)
        # For tools that evaluate annotations: the module whose names they use.
        vars(method)["__wrapped__"] = original
        vars(method)["__signature__"] = _Signature(
            list(signature.parameters.values()), return_annotation=self._result(text)
        ).of(method)
        return method


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
    """The signature of a method that is made from another; its annotations are evaluated when somebody looks at them.

    ``inspect.signature`` evaluates no annotation of a signature that a function brings along.
    """

    __slots__ = ("_method",)

    def of(self, method: Callable[..., Any]) -> _Signature:
        """Says whose signature it is."""
        self._method = method
        return self

    @property
    def parameters(self) -> MappingProxyType[str, inspect.Parameter]:
        """The parameters in order."""
        types = self._types()
        found = super().parameters.items()
        return MappingProxyType(
            {
                name: each.replace(annotation=types.get(name, each.annotation))
                for name, each in found
            }
        )

    @property
    def return_annotation(self) -> Any:
        """The type of the result."""
        return self._types().get("return", super().return_annotation)

    def replace(self, **changes: Any) -> Any:
        """A plain signature with other parts."""
        plain = inspect.Signature(
            list(self.parameters.values()), return_annotation=self.return_annotation
        )
        return plain.replace(**changes)

    def _types(self) -> dict[str, Any]:
        try:
            return dict(self._method.__annotations__)
        except AttributeError:  # while it is being made
            return {}
