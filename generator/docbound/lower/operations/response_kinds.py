"""Operations whose response has one of several types, and the argument that decides which.

client.yaml says which (``responses``); without a word there, the description does where the values
of a parameter or field name media types of the response (``format: csv`` beside ``text/csv``).
Otherwise an argument ``accept`` chooses among the media types (RFC 9110, section 12.5.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from docbound.annotations import Style, union
from docbound.lower.body_objects import body_objects
from docbound.lower.context import Context
from docbound.lower.operations.media_types import Kind, kind_of, response_types, results_of
from docbound.lower.operations.response_choice import (
    ACCEPT,
    Case,
    ResponseChoice,
    Results,
    default_value,
    enum_members,
    field_of,
    known_values,
    may_be_named,
)
from docbound.lower.setting_references import setting_for
from docbound.naming import OperationName
from docbound.naming.words import camel
from docbound.package import ChoiceRow
from docbound.records import record
from docbound.service import (
    MISSING,
    JSONValue,
    MediaType,
    Missing,
    Named,
    Operation,
    Response,
    Type,
    Union,
    UnionDefinition,
)
from docbound.settings.responses import ResponseSettings

_FORMAT_WORDS: Final = frozenset(
    {"accept", "alt", "as", "ext", "extension", "format", "mime", "output", "type", "wt"}
)
"""Words of which a name has one that says in which form a response comes."""
_INPUT_WORDS: Final = frozenset(
    {"from", "in", "input", "original", "request", "source", "src", "upload"}
)
"""Words of names that say the same of what is sent."""
_SAME_WORDS: Final = {
    "text": "plain",
    "txt": "plain",
    "jpg": "jpeg",
    "htm": "html",
    "yml": "yaml",
    "md": "markdown",
    "xls": "vnd.ms-excel",
    "xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "calendar",
    "geojson": "geo+json",
}
"""Usual words for media types, and the subtypes that they stand for (IANA's registry)."""


@record
class _Candidate:
    """A parameter or field that may decide. ``row_name`` is its wire name, ``types`` are its own,
    one for each object that has it.
    """

    location: str
    row_name: str
    name: str
    types: tuple[Type, ...]
    default: JSONValue | Missing


def choice_of(
    context: Context, operation: Operation, names: OperationName, responses: tuple[Response, ...]
) -> ResponseChoice | None:
    """What decides which type a response has; None, where it has one, or where nothing is known to
    decide.

    Args:
        context: the inputs of lowering.
        operation: the operation.
        names: its names.
        responses: those that are a success.
    """
    settings = setting_for(context.settings.responses, operation, names)
    media = _media_of(responses)
    if settings is None and (
        len(media) < 2 or any(kind_of(each, context) is Kind.STREAM for each in media.values())
    ):
        return None
    candidates = list(_candidates(context, operation, names))
    if settings is not None:
        # What does not fit is reported by setting_references.
        return _by_settings(context, settings, candidates, responses)
    return _by_values(context, candidates, media, responses) or _by_media_type(
        context, operation, names, responses
    )


def deciding_names(context: Context, operation: Operation, names: OperationName) -> tuple[str, ...]:
    """The wire names of all parameters and fields that can decide."""
    return tuple(each.row_name for each in _candidates(context, operation, names))


def _candidates(
    context: Context, operation: Operation, names: OperationName
) -> Iterator[_Candidate]:
    for parameter, name in zip(operation.parameters, names.arguments, strict=True):
        yield _Candidate(
            location=parameter.location,
            row_name=parameter.name,
            name=name,
            types=(parameter.type,),
            default=parameter.default,
        )
    objects = body_objects(context, operation)
    for wire in dict.fromkeys(field.name for each in objects for field in each.fields):
        found = [field for each in objects if (field := field_of(each, wire)) is not None]
        if len(found) == len(objects):
            yield _Candidate(
                location="body",
                row_name=wire,
                name=context.names.fields[objects[0].about.pointer][wire],
                types=tuple(field.type for field in found),
                default=next((each.default for each in found if each.default is not MISSING), None),
            )


def _media_of(responses: Sequence[Response]) -> dict[str, MediaType]:
    """The media types of all successes that can be named one by one."""
    return {
        media.content_type: media
        for response in responses
        for media in response.contents
        if "*" not in media.content_type
    }


# --- values that name media types


def _by_values(
    context: Context,
    candidates: Sequence[_Candidate],
    media: Mapping[str, MediaType],
    responses: tuple[Response, ...],
) -> ResponseChoice | None:
    """The one parameter or field at least two of whose values name media types that have different
    types.
    """
    found: list[ResponseChoice] = []
    for candidate in candidates:
        if not _says_form(candidate.row_name):
            continue
        values = [each for type_ in candidate.types for each in known_values(type_, context)]
        answers: dict[str | bool, tuple[str, ...]] = {
            value: named
            for value in dict.fromkeys(values)
            if isinstance(value, str) and (named := _named_by(value, media))
        }
        choice = _choice(context, candidate, answers, {}, responses)
        if choice is not None:
            found.append(choice)
    return found[0] if len(found) == 1 else None


def _says_form(name: str) -> bool:
    """Whether a name speaks of the form of a response: ``response_format``, ``outputType``."""
    words = {each.lower() for each in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}
    return bool(words & _FORMAT_WORDS) and not words & _INPUT_WORDS


def _named_by(value: str, media: Mapping[str, MediaType]) -> tuple[str, ...]:
    """The media types that a value names: whole (``text/csv``), or by its subtype or suffix."""
    word = value.lower().lstrip(".")
    word = _SAME_WORDS.get(word, word)
    essences = {each: each.partition(";")[0].strip().lower() for each in media}
    subtypes = {each: essence.rpartition("/")[2] for each, essence in essences.items()}
    for names in (
        essences,
        {each: subtype.removeprefix("x-") for each, subtype in subtypes.items()},
        {each: subtype.rpartition("+")[2] for each, subtype in subtypes.items()},
    ):
        found = tuple(each for each, name in names.items() if name == word)
        if found:
            return found
    return ()


# --- client.yaml


def _by_settings(
    context: Context,
    settings: ResponseSettings,
    candidates: Sequence[_Candidate],
    responses: tuple[Response, ...],
) -> ResponseChoice | None:
    candidate = next((each for each in candidates if each.row_name == settings.argument), None)
    if candidate is None:
        return None
    known = {
        _as_text(value): value
        for type_ in candidate.types
        for value in known_values(type_, context)
    }
    answers: dict[str | bool, tuple[str, ...]] = {}
    types: dict[str | bool, Type] = {}
    for text, named in settings.values.items():
        found = answer_named(context, responses, named)
        if found is None:
            return None
        value = known.get(text, text)
        answers[value], type_ = found
        if type_ is not None:
            types[value] = type_
    default = known.get(settings.default, settings.default) if settings.default else None
    return _choice(context, candidate, answers, types, responses, default)


def _as_text(value: str | bool) -> str:
    return value if isinstance(value, str) else str(value).lower()


def answer_named(
    context: Context, responses: Sequence[Response], name: str
) -> tuple[tuple[str, ...], Type | None] | None:
    """The media types that client.yaml means, and the type that they have: one of their own, or
    None, where it is that of the description. None, where there is no such response.

    Args:
        context: the inputs of lowering.
        responses: those that are a success.
        name: a media type, or a schema by its name or pointer.
    """
    media = _media_of(responses)
    if name in media:
        return (name,), None
    pointer = name if name.startswith("#/") else f"#/components/schemas/{name}"
    found = [
        (content_type, member)
        for content_type, each in media.items()
        for member in _members(context, each.type)
        if isinstance(member, Named) and pointer in (member.pointer, _inside(member.pointer))
    ]
    return (tuple(each for each, _ in found), found[0][1]) if found else None


def _inside(pointer: str) -> str:
    """A pointer inside its document."""
    return f"#{pointer.partition('#')[2]}"


def _members(context: Context, type_: Type | None) -> Iterator[Type]:
    """A type, and the members of the choice that it is."""
    if type_ is None:
        return
    yield type_
    match type_:
        case Union(members=members):
            for member in members:
                yield from _members(context, member)
        case Named(pointer=pointer):
            definition = context.api.definitions.get(pointer)
            if isinstance(definition, UnionDefinition):
                for member in definition.members:
                    yield from _members(context, member)
        case _:
            pass


def _choice(
    context: Context,
    candidate: _Candidate,
    answers: Mapping[str | bool, tuple[str, ...]],
    types: Mapping[str | bool, Type],
    responses: tuple[Response, ...],
    default: str | bool | None = None,
) -> ResponseChoice | None:
    """The choice among answers, if they have more than one type.

    Args:
        context: the inputs of lowering.
        candidate: what decides.
        answers: for each value the media types that answer it.
        types: the types of values whose answer has one of its own.
        responses: those that are a success.
        default: what is meant by a call that does not say, where client.yaml names it.
    """
    results = {
        value: _narrowed(context, responses, media, types.get(value))
        for value, media in answers.items()
    }
    if len({each[0].code for each in results.values()}) < 2:
        return None
    cases = _cases(results, answers, types)
    wanted = default if default is not None else _default(context, candidate, answers)
    row = ChoiceRow(
        location=candidate.location,
        name=candidate.row_name,
        media=tuple(
            (value, tuple((each, _code(context, types.get(value))) for each in media))
            for value, media in answers.items()
        ),
        default=wanted,
    )
    members = [item for type_ in candidate.types for item in enum_members(type_, context)]
    return ResponseChoice(
        row=row,
        name=candidate.name,
        cases=cases,
        default=next((at for at, case in enumerate(cases) if wanted in case.values), None),
        results=_any_of(context, responses, results),
        members=tuple(dict.fromkeys(members)),
    )


def _default(
    context: Context, candidate: _Candidate, answers: Mapping[str | bool, tuple[str, ...]]
) -> str | bool | None:
    """What a call means that does not say: the description's default, or else JSON, which is then
    all that ``Accept`` names.
    """
    described = default_value(candidate.default)
    if described is not None:
        return described
    as_json = [value for value, media in answers.items() if all(_is_json(name) for name in media)]
    return as_json[0] if as_json and isinstance(as_json[0], str) else None


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower().endswith(("/json", "+json"))


def _code(context: Context, type_: Type | None) -> str:
    return "" if type_ is None else context.annotator.marked(type_).code


def _narrowed(
    context: Context, responses: Sequence[Response], wanted: Sequence[str], type_: Type | None
) -> Results:
    """What a call returns that gets these media types, in each response that has any of them."""
    contents: list[tuple[MediaType, ...]] = []
    for response in responses:
        found = tuple(each for each in response.contents if each.content_type in wanted)
        if type_ is not None:
            found = tuple(MediaType(content_type=each.content_type, type=type_) for each in found)
        contents.append(found or response.contents)
    return results_of(context, contents)


def _any_of(
    context: Context, responses: Sequence[Response], results: Mapping[str | bool, Results]
) -> Results:
    """What a call returns of which nothing is known. It includes texts that are no result where
    nothing asks for them.
    """
    whole = results_of(context, [each.contents for each in responses])
    sync, asynchronous = (
        union([whole[twin], *(each[twin] for each in results.values())], Style.RESULT)
        for twin in (0, 1)
    )
    return sync, asynchronous


def _cases(
    results: Mapping[str | bool, Results],
    answers: Mapping[str | bool, tuple[str, ...]],
    types: Mapping[str | bool, Type],
) -> tuple[Case, ...]:
    """One case for all values that get the same."""
    values: dict[str, list[str | bool]] = {}
    for value, (result, _) in results.items():
        values.setdefault(result.code, []).append(value)
    ends: set[str] = set()
    cases: list[Case] = []
    for same in values.values():
        end = camel(_as_text(same[0])) or "Other"
        while end in ends:
            end += "Too"
        ends.add(end)
        first = same[0]
        asks_for = results[first][0].prose if first in types else " or ".join(answers[first])
        cases.append(Case(values=tuple(same), end=end, asks_for=asks_for, results=results[first]))
    return tuple(cases)


# --- nothing but the media types


def _by_media_type(
    context: Context, operation: Operation, names: OperationName, responses: tuple[Response, ...]
) -> ResponseChoice | None:
    """An argument ``accept``, where media types have types of their own and JSON is one of them;
    texts that say the same as JSON are none.
    """
    if not may_be_named(context, operation, ACCEPT, {*names.arguments, names.body}):
        return None
    found: dict[str | bool, tuple[str, ...]] = {}
    for response in responses:
        if any(_is_anything(each.content_type) for each in response.contents):
            return None
        known = {each.code for each in response_types(response.contents, context, is_async=False)}
        for media in response.contents:
            own = response_types((media,), context, is_async=False)[0]
            if own.code in known:
                found[media.content_type] = (media.content_type,)
    ordered = sorted(map(str, found), key=_by_usefulness)
    if not ordered or not _is_json(ordered[0]):
        return None
    candidate = _Candidate(
        location=ACCEPT, row_name=ACCEPT, name=ACCEPT, types=(), default=ordered[0]
    )
    return _choice(context, candidate, found, {}, responses)


def _is_anything(content_type: str) -> bool:
    return "*" in content_type or content_type.endswith("/octet-stream")


def _by_usefulness(content_type: str) -> tuple[bool, bool]:
    """JSON comes first, and before it JSON without another name."""
    return content_type != "application/json", not _is_json(content_type)
