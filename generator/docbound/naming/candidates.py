"""The candidate names of each kind of thing: the natural name, then more explicit ones."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from docbound.naming import reserved_names
from docbound.naming.words import (
    camel,
    constant,
    is_letter,
    normalise,
    snake,
    spell,
    spell_edges,
)

Scalar: TypeAlias = bool | int | float | str | None


def field_candidates(wire_name: str) -> tuple[str, ...]:
    """Names for a model's attribute: ``photoUrls`` → ``photo_urls``, ``class`` → ``var_class``,
    ``123-list`` → ``var_123_list``."""
    return _snake_candidates(wire_name, reserved_names.FIELDS, "var_")


def argument_candidates(wire_name: str) -> tuple[str, ...]:
    """Names for an argument of a method: as a field's, but only keywords are reserved."""
    return _snake_candidates(wire_name, reserved_names.ARGUMENTS, "var_")


def method_candidates(operation_id: str, method: str, path: str) -> tuple[str, ...]:
    """Names for an operation's method: ``v1alpha/user#account`` → ``v1alpha_user_account``; without
    an operationId the words of the path and then the HTTP method: ``GET /users/{id}`` →
    ``users_id_get``, ``GET /`` → ``root_get``.
    """
    if snake(operation_id):
        return _snake_candidates(operation_id, reserved_names.METHODS, "call_")
    words = snake(path) or "root"
    return _snake_candidates(f"{words} {method.lower()}", reserved_names.METHODS, "call_")


def reserved_method(operation_id: str) -> str:
    """The natural name of an operation's method, where it is reserved; else an empty string."""
    natural = snake(operation_id)
    return natural if natural in reserved_names.METHODS else ""


def class_candidates(name: str) -> tuple[str, ...]:
    """Names for a model's class: ``user_request`` → ``UserRequest``, ``List`` → ``ListClass``,
    ``200_response`` → ``Model200Response``."""
    natural = natural_class(name)
    explicit = camel(spell_edges(name)) or natural
    return tuple(dict.fromkeys(map(reserved_names.model_class, (natural, explicit))))


def natural_class(name: str) -> str:
    """The name that a class would have if no name were reserved."""
    return camel(name) or camel(spell(name) or "empty")


def api_class_candidates(tag: str) -> tuple[str, ...]:
    """Names for the class of a tag's operations: ``v1alpha/user`` → ``V1alphaUserApi``."""
    natural = camel(tag) or camel(spell(tag) or "default")
    explicit = camel(spell_edges(tag)) or natural
    return tuple(dict.fromkeys(f"{_class_start(name)}Api" for name in (natural, explicit)))


def accessor_candidates(tag: str) -> tuple[str, ...]:
    """Names for the client's property that gives an API: the tag in snake case, then with
    ``_api``.
    """
    natural = _natural_accessor(tag)
    if natural in reserved_names.ACCESSORS:
        return (f"{natural}_api",)
    return (natural, f"{natural}_api")


def reserved_accessor(tag: str) -> str:
    """The natural name of that property, where it is reserved; else an empty string."""
    natural = _natural_accessor(tag)
    return natural if natural in reserved_names.ACCESSORS else ""


def _natural_accessor(tag: str) -> str:
    natural = snake(tag) or snake(spell(tag)) or "default"
    return natural if natural.isidentifier() else f"api_{natural}"


def member_candidates(value: Scalar) -> tuple[str, ...]:
    """Names for an enum's member: ``delivered`` → ``DELIVERED``, ``-efg`` → ``MINUS_EFG``, ``0.5``
    → ``NUMBER_0_DOT_5``, ``123abc`` → ``ENUM_123ABC``, an empty text → ``EMPTY``."""
    match value:
        case None:
            return ("NULL",)
        case bool():
            return ("TRUE" if value else "FALSE",)
        case int() | float():
            return (_number_member(value),)
        case str():
            return _text_member(value)


def given_member(name: str) -> str:
    """Makes a member name that the description itself gives usable, changing as little as
    possible.
    """
    kept = "".join(
        letter if is_letter(letter) or letter == "_" else "_" for letter in normalise(name)
    ).strip("_")
    if not kept:
        return member_candidates(name)[0]
    if kept in reserved_names.MEMBERS:
        return kept.upper() if kept.upper() not in reserved_names.MEMBERS else f"VAR_{kept}"
    return kept if kept.isidentifier() else f"ENUM_{kept}"


def numbered_snake(name: str, number: int) -> str:
    """``status_2``."""
    return f"{name}_{number}"


def numbered_class(name: str, number: int) -> str:
    """``Status2``, ``Status2_3`` where the name ends with a digit, and the next number of an
    alternative without a name.
    """
    alternative = re.fullmatch(r"(.*Option)\d+", name)
    if alternative:
        return f"{alternative.group(1)}{number}"
    return f"{name}_{number}" if name[-1].isdigit() else f"{name}{number}"


def numbered_api_class(name: str, number: int) -> str:
    """``Credits2Api``."""
    return f"{numbered_class(name.removesuffix('Api'), number)}Api"


def numbered_member(name: str, number: int) -> str:
    """``ACTIVE_2``."""
    return f"{name}_{number}"


@lru_cache(maxsize=8192)  # a description uses the same few names for many fields
def _snake_candidates(text: str, taboo: frozenset[str], prefix: str) -> tuple[str, ...]:
    signed = text[:1] in ("-", "+") and text[1:2].isdigit()
    natural = "" if signed else snake(text)
    explicit = snake(spell_edges(text)) or "empty"
    names = (natural, explicit) if natural else (explicit,)
    return tuple(dict.fromkeys(reserved_names.prefixed(name, taboo, prefix) for name in names))


def _class_start(name: str) -> str:
    return name if name[:1].isupper() and name.isidentifier() else f"Model{name}"


def _number_member(value: float) -> str:
    text = repr(value).replace("+", "").replace(".", "_DOT_").replace("e-", "E_MINUS_")
    return "NUMBER_" + text.replace("-", "MINUS_").upper()


def _text_member(value: str) -> tuple[str, ...]:
    """Signs inside a value part its words; before and after it they are spelt, apart from ``_`` and
    blanks.
    """
    plain = value.strip("_ \t\r\n")
    natural = constant(spell_edges(plain)) or constant(spell(value)) or "EMPTY"
    explicit = constant(spell(value)) or natural
    names = (natural, explicit, constant(spell_edges(value)) or natural)
    return tuple(
        dict.fromkeys(
            (name if name.isidentifier() and name not in reserved_names.MEMBERS else f"ENUM_{name}")
            for name in names
        )
    )
