"""Pydantic's records of a model's fields (``model_fields``), made when somebody looks at them.

Calls need none of them, and they cost more than the class itself.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, ValuesView
from typing import Any

from pydantic.fields import FieldInfo

from .plans import model_plan


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

    def keys(self) -> KeysView[str]:  # type: ignore[override]  # dict's own views have no public type
        """As for any dict."""
        self._fill()
        return super().keys()

    def values(self) -> ValuesView[FieldInfo]:  # type: ignore[override]
        """As for any dict."""
        self._fill()
        return super().values()

    def items(self) -> ItemsView[str, FieldInfo]:  # type: ignore[override]
        """As for any dict."""
        self._fill()
        return super().items()

    def get(self, name: str, default: Any = None) -> Any:  # type: ignore[override]
        """As for any dict."""
        self._fill()
        return super().get(name, default)

    def copy(self) -> dict[str, FieldInfo]:
        """A plain dictionary."""
        self._fill()
        return super().copy()
