"""Methods made from methods: the same parameters, another result."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Generic, TypeVar

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

        def method(self: object, *args: object, **kwargs: object) -> object:
            return call(self, *args, **kwargs)

        original = self._function
        method.__name__ = self._name
        method.__qualname__ = f"{self._owner}.{self._name}"
        method.__module__ = original.__module__
        method.__doc__ = original.__doc__
        signature = inspect.signature(original)
        result = signature.return_annotation
        text = result if isinstance(result, str) else getattr(result, "__name__", "Any")
        vars(method)["__signature__"] = signature.replace(
            return_annotation=self._result(text)
        )
        method.__annotations__ = {
            **original.__annotations__,
            "return": self._result(text),
        }
        return method
