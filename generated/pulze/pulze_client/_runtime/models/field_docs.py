"""Documentation of fields from the source of a model, for ``help()`` and JSON schemas.

The texts are below the fields in the class, where editors look for them. Python drops them; they
are read from the source on demand, so that no model pays for them.
"""

from __future__ import annotations

import inspect
from typing import Any


def field_docs(cls: type[Any]) -> dict[str, str]:
    """The texts below the fields of ``cls`` and its bases, by attribute; empty where there is no
    source.
    """
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if "_declaration_" in vars(base):
            found.update(_own_docs(base))
    return found


def _own_docs(cls: type[Any]) -> dict[str, str]:
    import ast

    known: dict[str, str] | None = vars(cls).get("_field_docs_")
    if known is not None:
        return known
    found: dict[str, str] = {}
    fields = cls._declaration_.annotations
    try:
        # Raises OSError where there is no source, and TypeError for a class of an interactive
        # session.
        body = ast.parse(inspect.cleandoc("\n" + inspect.getsource(cls))).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        body = None
    if isinstance(body, ast.ClassDef):
        for statement, following in zip(body.body, body.body[1:], strict=False):
            match statement, following:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ) if (
                    name in fields
                ):
                    found[name] = inspect.cleandoc(text)
                case _:
                    pass
    cls._field_docs_ = found
    return found


def model_doc(cls: type[Any]) -> str | None:
    """The docstring of a model: the text of its class, and what is known of its fields."""
    text, docs = written_doc(cls), field_docs(cls)
    if not docs:
        return text
    lines = [text, ""] if text else []
    lines.append("Attributes:")
    for name, described in docs.items():
        head, *rest = described.splitlines()
        lines += [f"    {name}: {head}", *(f"        {line}".rstrip() for line in rest)]
    return "\n".join(lines)


def written_doc(cls: type[Any]) -> str | None:
    """The docstring of ``cls`` alone, without its fields."""
    text = vars(cls).get("__doc__")
    return inspect.cleandoc(text) if isinstance(text, str) else None
