"""What a changed type means where values are sent and where they are received."""

from __future__ import annotations

from typing import Final

from docbound.records import record
from docbound.surface.type_comparison import (
    NONE,
    NULL,
    Generic,
    Members,
    Relation,
    members,
    relation,
    same_length,
    without_none,
)

from .change import Class

_DECIMAL: Final[Members] = frozenset({"DecimalNumber"})


@record(kw_only=False)
class Verdict:
    """The class of a change, and why."""

    cls: Class
    why: str
    advice: str = ""


# --- values that are received ---------------------------------------------------------------------


def received(old: str, new: str) -> Verdict | None:
    """What another type of a received value means; None where there is nothing to say.

    Args:
        old: the type before, as the surface has it.
        new: the type now.
    """
    return _received(members(old), members(new))


def _received(before: Members, now: Members) -> Verdict | None:
    if before == now:
        return None
    if NONE in now - before and not _is_any(before):
        return Verdict(
            Class.BREAKING,
            "the value may be None now, and code that uses it as it was fails then",
            "test for None before using it",
        )
    inside = _received_inside(before, now)
    if inside is not None:
        return inside
    before, now = without_none(before), without_none(now)
    if _is_any(now) and not _is_any(before):
        return _received_anything(before)
    if _is_any(before) and not _is_any(now):
        return _received_described(now)
    match relation(before, now):
        case Relation.SAME:
            return None if before == now else _wording(before, now)
        case Relation.WIDER:
            return Verdict(
                Class.TYPES,
                "the type is wider: a strict type checker wants the new members handled too",
                "handle the new type, or narrow it with isinstance",
            )
        case Relation.NARROWER:
            return Verdict(Class.COMPATIBLE, "the type is narrower than it was")
        case _:
            return Verdict(
                Class.BREAKING,
                "values of another type arrive",
                "use the new type",
            )


def _received_inside(before: Members, now: Members) -> Verdict | None:
    """Changes of the items of lists and the values of dictionaries, where they break code."""
    for member in before:
        for other in now:
            if not isinstance(member, Generic) or not isinstance(other, Generic):
                continue
            one, two = same_length(member, other)
            if one.head != two.head or len(one.arguments) != len(two.arguments):
                continue
            for old, new in zip(one.arguments, two.arguments, strict=True):
                verdict = _received(old, new)
                if verdict is not None and verdict.cls is Class.BREAKING:
                    return verdict
    return None


def _wording(before: Members, now: Members) -> Verdict | None:
    """Other values of an open list: any text was possible before and is now."""
    if _literals(before) == _literals(now):
        return None
    return Verdict(Class.COMPATIBLE, "other values are listed; any was possible before")


def _received_anything(before: Members) -> Verdict:
    if _has_models(before):
        return Verdict(
            Class.BREAKING,
            "plain JSON arrives instead of a model",
            "use keys instead of attributes",
        )
    return Verdict(Class.TYPES, "the type is not described any more")


def _received_described(now: Members) -> Verdict:
    if _has_models(now):
        return Verdict(
            Class.BREAKING,
            "a model or native value arrives instead of plain JSON",
            "use attributes instead of keys",
        )
    return Verdict(Class.COMPATIBLE, "the type is described now")


_JSON: Final = frozenset({"str", "int", "float", "bool", "Any", "object"})


def _has_models(found: Members) -> bool:
    """Whether any value is not plain JSON in Python."""
    for member in found:
        if isinstance(member, Generic):
            if any(map(_has_models, member.arguments)):
                return True
        elif member not in _JSON and not member.startswith("Literal["):
            return True
    return False


# --- values that are given ------------------------------------------------------------------------


def given(old: str, new: str) -> Verdict | None:
    """What another type of a given value means; None where there is nothing to say."""
    before, now = members(old), members(new)
    if NULL in before - now:
        return Verdict(
            Class.BREAKING,
            "null is not allowed any more, and the service refuses it",
            "leave the value out instead of giving None",
        )
    opened = NULL in now - before
    before, now = _without_spellings(without_none(before)), _without_spellings(without_none(now))
    if before == now:
        return Verdict(Class.COMPATIBLE, "null is allowed too") if opened else None
    listed = _listed(before, now)
    if listed is not None:
        return listed
    if now == _DECIMAL and before <= {"int", "float"}:
        return Verdict(
            Class.TYPES,
            "a type checker wants a Decimal; at run time other numbers are taken, too",
            "give a Decimal",
        )
    match relation(before, now):
        case Relation.SAME:
            return None
        case Relation.WIDER if _is_invariant(before, now):
            return Verdict(
                Class.TYPES,
                "lists and dictionaries of the old type are not lists and dictionaries of the new"
                " one to a type checker",
                "annotate the list or dictionary with the new type",
            )
        case Relation.WIDER:
            return Verdict(Class.COMPATIBLE, "more is accepted")
        case Relation.NARROWER | Relation.OTHER if _is_described(before, now):
            return Verdict(
                Class.TYPES,
                "a type checker knows the keys of a mapping now; at run time it is sent as before",
                "annotate the mapping with the new type",
            )
        case Relation.NARROWER:
            return Verdict(Class.BREAKING, "less is accepted", "give a value of the new type")
        case Relation.OTHER:
            return Verdict(
                Class.BREAKING,
                "values of the old type are refused",
                "give a value of the new type",
            )


_SPELT: Final = frozenset(
    (
        "datetime.date",
        "datetime.datetime",
        "datetime.time",
        "uuid.UUID",
        "decimal.Decimal",
        "Decimal",
    )
)


def _without_spellings(found: Members) -> Members:
    """Without the text that an argument takes in the place of a moment, an id or a decimal: not any
    text will do.
    """
    inside = frozenset(
        (
            Generic(member.head, tuple(map(_without_spellings, member.arguments)))
            if isinstance(member, Generic)
            else member
        )
        for member in found
    )
    return inside - {"str"} if inside & _SPELT else inside


_ANY_MAPPING: Final = next(iter(members("Mapping[str, object]")))


def _is_described(before: Members, now: Members) -> bool:
    """Whether any mapping was accepted, and one with described keys is instead."""
    described = {each for each in now if isinstance(each, str) and each.endswith("Params")}
    return (
        bool(described)
        and _ANY_MAPPING in before - now
        and relation(before - {_ANY_MAPPING}, now - described) in (Relation.SAME, Relation.WIDER)
    )


def _listed(before: Members, now: Members) -> Verdict | None:
    """Lists of values: fewer are fewer that the service takes, though any text passes here."""
    old, new = _literals(before), _literals(now)
    if old == new or relation(before, now) is not Relation.SAME:
        return None
    if not old:
        return Verdict(
            Class.BREAKING,
            "the values that the service takes are listed now, and it refuses others",
            "give one of the listed values",
        )
    gone = sorted(old - new)
    if new and gone:
        return Verdict(
            Class.BREAKING,
            f"the service does not take {_shown(gone)} any more",
            "give one of the listed values",
        )
    return Verdict(Class.COMPATIBLE, "more values are accepted")


def _shown(literals: list[str]) -> str:
    return ", ".join(text[len("Literal[") : -1] for text in literals[:3])


def _is_invariant(before: Members, now: Members) -> bool:
    """Whether what became wider is inside a list or dictionary, which type checkers do not
    widen.
    """
    kept = {member for member in before if isinstance(member, Generic)}
    return any(member not in now for member in kept)


# --- both -----------------------------------------------------------------------------------------


def _is_any(found: Members) -> bool:
    return bool(found & {"Any", "object"})


def _literals(found: Members) -> frozenset[str]:
    own = {member for member in found if isinstance(member, str) and member.startswith("Literal[")}
    for member in found:
        if isinstance(member, Generic):
            own |= {text for part in member.arguments for text in _literals(part)}
    return frozenset(own)
