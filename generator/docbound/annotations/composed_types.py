"""Annotations of composed types: unions, lists, maps, generic types, and builtins that a method
hides.

A type carries its imports along, so whatever is made of several has the imports of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum
from functools import lru_cache
from typing import Final

from docbound.package import Annotation, Import
from docbound.tables.runtime_names import module_of
from docbound.writing.text import string_literal


class Style(Enum):
    """Where a type is written, and so how."""

    MARKED = "marked"
    RESULT = "result"
    ARGUMENT = "argument"
    DATA = "data"

    @property
    def is_given(self) -> bool:
        """Whether callers give a value of the type."""
        return self in (Style.ARGUMENT, Style.DATA)


NONE: Final = Annotation(code="None", prose="None")
ANY: Final = Annotation(
    code="Any", prose="object", imports=frozenset({Import(module="typing", name="Any")})
)
OBJECT: Final = Annotation(code="object", prose="object")
UNDESCRIBED: Final = Annotation(code="Any", prose="None", imports=ANY.imports)
"""What comes where a description names no content: pages have it as the description does."""
_NO_IMPORTS: Final[frozenset[Import]] = frozenset()
_LONGEST_CHAIN: Final = 500
"""How many members of a union are written without parentheses: each ``|`` nests the expression
deeper, and Python compiles a few thousand levels at most.
"""
MODELS: Final = module_of("Model")
"""Where the runtime keeps the markers of models."""


def builtin_name(name: str, shadowed: frozenset[str]) -> str:
    """A builtin as it is written in a class with methods of the names ``shadowed``."""
    return f"builtins.{name}" if name in shadowed else name


def builtin(name: str, shadowed: frozenset[str]) -> Annotation:
    """A builtin as an annotation, in a class with methods of the names ``shadowed``."""
    return Annotation(code=builtin_name(name, shadowed), prose=name)


def union(members: Iterable[Annotation], style: Style) -> Annotation:
    """Any one of ``members``: duplicates go, null comes last, and ``Any`` stands for the rest. No
    member gives ``Any``.
    """
    flat = flatten(members)
    if not flat or any(member.code == "Any" for member in flat):
        return ANY
    if any(member.code == "object" for member in flat):
        return OBJECT
    others = [member for member in flat if member.code != "None"]
    nullable = len(others) < len(flat)
    if not others:
        return NONE
    if not nullable:
        return joined(others)
    known = joined(others)
    if style is not Style.MARKED:
        return joined([*others, NONE])
    return extended(
        known,
        f"Nullable[{known.code}]",
        known.prose,
        Import(module=MODELS, name="Nullable"),
    )


def list_of(item: Annotation, shadowed: frozenset[str]) -> Annotation:
    """A list of ``item``, in a class with methods of the names ``shadowed``."""
    name = builtin_name("list", shadowed)
    return extended(item, f"{name}[{item.code}]", f"List[{item.prose}]")


def tuple_of(
    first: Sequence[Annotation], rest: Annotation | None, optional: int, shadowed: frozenset[str]
) -> Annotation:
    """A list whose items have types of their own: one tuple for each length that it may have, the
    longest first.

    Args:
        first: the types of the first items.
        rest: the type of all further items; None where there are none.
        optional: how many of the first items, from the last on, may be missing.
        shadowed: the methods of the class.
    """
    name = builtin_name("tuple", shadowed)
    lengths = range(len(first), len(first) - optional - 1, -1)
    whole, *shorter = (_tuple(name, first[:length]) for length in lengths)
    if rest is not None:
        codes = [item.code for item in first] + [f"*{name}[{rest.code}, ...]"]
        prose = [item.prose for item in first] + ["..."]
        whole = extended(
            joined([*first, rest]),
            f"{name}[{', '.join(codes)}]",
            f"Tuple[{', '.join(prose)}]",
        )
    return joined([whole, *shorter]) if shorter else whole


def _tuple(name: str, items: Sequence[Annotation]) -> Annotation:
    if not items:
        return Annotation(code=f"{name}[()]", prose="Tuple[()]")
    code = ", ".join(item.code for item in items)
    prose = ", ".join(item.prose for item in items)
    return extended(joined(items), f"{name}[{code}]", f"Tuple[{prose}]")


def sequence_of(item: Annotation) -> Annotation:
    """A list as an argument: any sequence, and so a list of some of what the items may be.

    To type checkers a ``str`` is a sequence of ``str``. Given for a list it is refused before
    anything is sent.
    """
    sequence = Import(module="collections.abc", name="Sequence")
    return extended(item, f"Sequence[{item.code}]", f"List[{item.prose}]", sequence)


def mapping_of(values: Annotation, style: Style, shadowed: frozenset[str]) -> Annotation:
    """A map from names to ``values``; as an argument it is any mapping."""
    prose = f"Dict[str, {values.prose}]"
    key = builtin_name("str", shadowed)
    if not style.is_given:
        name = builtin_name("dict", shadowed)
        return extended(values, f"{name}[{key}, {values.code}]", prose)
    mapping = Import(module="collections.abc", name="Mapping")
    return extended(values, f"Mapping[{key}, {values.code}]", prose, mapping)


def optional_argument(annotation: Annotation) -> Annotation:
    """An argument that may be left out: ``None`` is among its values, once and last."""
    if annotation.code in ("object", "None") or annotation.code.endswith("| None"):
        return annotation
    return replace(annotation, code=f"{annotation.code} | None")


def generic(head: str, module: str, item: Annotation) -> Annotation:
    """``Stream[Event]``: a generic type of the runtime around an item."""
    return extended(
        item,
        f"{head}[{item.code}]",
        f"{head}[{item.prose}]",
        Import(module=module, name=head),
    )


def runtime(name: str, module: str, prose: str) -> Annotation:
    """A type of the runtime by itself."""
    return Annotation(code=name, prose=prose, imports=frozenset({Import(module=module, name=name)}))


def quoted(annotation: Annotation) -> Annotation:
    """The annotation as a string, for a name that refers to itself."""
    return replace(annotation, code=string_literal(annotation.code))


def extended(inner: Annotation, code: str, prose: str, *imports: Import) -> Annotation:
    """An annotation around ``inner``, with what that needs and ``imports``."""
    return Annotation(
        code=code,
        prose=prose,
        models=inner.models,
        imports=inner.imports.union(imports),
        neighbours=inner.neighbours,
    )


def flatten(members: Iterable[Annotation]) -> list[Annotation]:
    """The members of several unions, each once, in order. A marked ``Nullable`` gives its content,
    and null.
    """
    found: dict[str, Annotation] = {}
    for member in members:
        if member.code.startswith("Nullable[") and member.code.endswith("]"):
            inner = replace(member, code=member.code[len("Nullable[") : -1])
            found.setdefault(inner.code, inner)
            found.setdefault("None", NONE)
            continue
        parts = split_union(member.code)
        if "None" in parts and len(parts) > 1:
            rest = " | ".join(part for part in parts if part != "None")
            found.setdefault(rest, replace(member, code=rest))
            found.setdefault("None", NONE)
        else:
            found.setdefault(member.code, member)
    return list(found.values())


def joined(members: Sequence[Annotation]) -> Annotation:
    """A union of members, with everything that they need; parts in common are there once."""
    if len(members) == 1 and "|" not in members[0].code and "|" not in members[0].prose:
        return members[0]
    parts = dict.fromkeys(part for member in members for part in split_union(member.code))
    prose = dict.fromkeys(
        part for member in members if member.prose for part in split_union(member.prose)
    )
    shown = [word for word in prose if word != "None"] or list(prose)
    known = [part for part in parts if part != "None"]
    if len(known) > _LONGEST_CHAIN:
        known = [
            f"({' | '.join(known[start : start + _LONGEST_CHAIN])})"
            for start in range(0, len(known), _LONGEST_CHAIN)
        ]
    return Annotation(
        code=" | ".join([*known, *_last(parts)]),
        prose=" | ".join(shown),
        models=tuple(dict.fromkeys(name for member in members for name in member.models)),
        imports=_NO_IMPORTS.union(*(member.imports for member in members)),
        neighbours=_NO_IMPORTS.union(*(member.neighbours for member in members)),
    )


def _last(parts: Iterable[str]) -> list[str]:
    return ["None"] if "None" in parts else []


_MARK: Final = re.compile(r"""[\[(\])|]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""", re.DOTALL)


@lru_cache(maxsize=4096)
def split_union(code: str) -> tuple[str, ...]:
    """The members of a union in source, split at the ``|`` that are outside brackets and
    quotes.
    """
    parts: list[str] = []
    depth = start = 0
    for mark in _MARK.finditer(code) if "|" in code else ():
        match mark.group():
            case "[" | "(":
                depth += 1
            case "]" | ")":
                depth -= 1
            case "|" if not depth:
                parts.append(code[start : mark.start()].strip())
                start = mark.end()
            case _:
                pass
    return (*parts, code[start:].strip() if parts else code)
