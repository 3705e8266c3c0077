"""YAML with comments: block style, in the given order, each scalar quoted only where it must be."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from io import StringIO
from typing import Final, TextIO

from docbound.json_values import is_array, is_mapping


def to_yaml(content: object, comments: Mapping[tuple[str, ...], str] | None = None) -> str:
    """Plain data as YAML.

    Args:
        content: mappings, lists and scalars.
        comments: a comment for the part at a path, written behind its key.
    """
    out = StringIO()
    _write(content, (), comments or {}, 0, out)
    return out.getvalue()


def _write(
    value: object,
    path: tuple[str, ...],
    comments: Mapping[tuple[str, ...], str],
    indent: int,
    out: TextIO,
) -> None:
    pad = " " * indent
    if is_mapping(value):
        for key, item in value.items():
            place = (*path, str(key))
            out.write(f"{pad}{scalar(key)}:")
            _after_key(item, place, comments, indent, out)
    elif is_array(value):
        for index, item in enumerate(value):
            place = (*path, str(index))
            _item(item, place, comments, indent, out)


def _after_key(
    item: object,
    place: tuple[str, ...],
    comments: Mapping[tuple[str, ...], str],
    indent: int,
    out: TextIO,
) -> None:
    comment = f" # {_one_line(comments[place])}" if place in comments else ""
    if (is_mapping(item) or is_array(item)) and item:
        if is_array(item) and all(not isinstance(inner, (Mapping, list)) for inner in item):
            flow = ", ".join(scalar(inner) for inner in item)
            if len(flow) < 100:
                out.write(f" [{flow}]{comment}\n")
                return
        out.write(f"{comment}\n")
        _write(item, place, comments, indent + 2, out)
    else:
        out.write(f" {scalar(item)}{comment}\n")


def _item(
    item: object,
    place: tuple[str, ...],
    comments: Mapping[tuple[str, ...], str],
    indent: int,
    out: TextIO,
) -> None:
    pad = " " * indent
    if place in comments:
        out.write(f"{pad}# {_one_line(comments[place])}\n")
    if is_mapping(item) and item:
        inner = StringIO()
        _write(item, place, comments, indent + 2, inner)
        text = inner.getvalue()
        out.write(f"{pad}- {text[indent + 2 :]}")
    elif is_array(item) and item:
        out.write(f"{pad}-\n")
        _write(item, place, comments, indent + 2, out)
    else:
        out.write(f"{pad}- {scalar(item)}\n")


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


_WORD: Final = re.compile(r"[A-Za-z_/$][A-Za-z0-9_/.$+-]*")
_SENTENCE: Final = re.compile(r"[A-Za-z][\w .()/+'-]*[\w.)]")
_NOT_STRINGS: Final = frozenset(
    {"y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan", "inf"}
)


def scalar(value: object) -> str:
    """A scalar, or an empty collection, on one line; it can be in a flow sequence too."""
    if isinstance(value, str):
        if _WORD.fullmatch(value) or (_SENTENCE.fullmatch(value) and "  " not in value):
            return f'"{value}"' if value.lower() in _NOT_STRINGS else value
        return _quoted(value)
    if is_mapping(value):
        return "{}"
    if is_array(value):
        return "[]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        text = repr(value)
        return text if "e" not in text or "." in text else text.replace("e", ".0e")
    return _quoted(str(value))


def _quoted(value: str) -> str:
    # A JSON string is one of YAML, if it has only characters that YAML prints.
    return json.dumps(value, ensure_ascii=not value.isprintable())
