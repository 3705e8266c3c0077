"""Parameters in their places, by what the page says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from docbound.draft.blocks import At, Field
from docbound.draft.facts import Body, Operation, Origin, Parameter, Schema, placeholders
from docbound.draft.interpreter.assembly.sample_calls import calls_operation
from docbound.draft.interpreter.fields.field_schemas import schema_of_field
from docbound.draft.interpreter.operation_facts import OperationFacts
from docbound.draft.interpreter.security import (
    header_scheme,
    is_credential_header,
    register,
    scheme_from_value,
)
from docbound.draft.vocabulary.type_words import read_type

WITHOUT_BODY: Final = frozenset({"get", "head", "delete", "options", "trace"})


def add_parameter(facts: OperationFacts, made: Field, place: str, *, known: bool = True) -> None:
    """Adds a parameter, unless a better one of that name and place is known.

    Args:
        facts: what was read about the operation.
        made: the field that the page states.
        place: path, query, header or cookie.
        known: whether the page tells the place.
    """
    schema, required = schema_of_field(made, facts.style, facts.ledger)
    facts.ledger.use(made.at)
    if place == "path":
        required = True
    parameter = Parameter(
        name=made.name,
        place=place,
        schema=schema,
        at=made.at,
        required=required,
        description=(
            " ".join(made.text.value.split())
            if made.text and made.text.value.lower() not in ("none", "-")
            else ""
        ),
        place_known=known,
        python_name=made.name if facts.style.generated else "",
    )
    existing = facts.operation.parameters.get((place, made.name))
    if existing is None or existing.origin < Origin.STATED or existing.schema.empty:
        facts.operation.parameters[place, made.name] = parameter


def place_parameters(facts: OperationFacts) -> None:
    """Sorts fields into path, query, header fields and the body."""
    operation = facts.operation
    names = placeholders(operation.path)
    unplaced: list[Field] = []
    for made, place in facts.params:
        if place in ("path", "url") and made.name not in names:
            close = same_name(made.name, names)
            if close:
                made = replace(made, name=close)
            elif place == "path":
                unplaced.append(made)
                continue
            else:
                place = "query"
        if made.name in names and place in ("", "url", "body", "path"):
            place = "path"
        elif (close := same_name(made.name, names)) and place in ("", "url"):
            made, place = replace(made, name=close), "path"
        # Slate's generators list what authorizes a call elsewhere.
        if place == "header" and _is_security(made) and not facts.style.listed_schemas:
            names_of = register(facts.draft, [header_scheme(made.name, made.at)])
            facts.ledger.use(made.at)
            _require(operation, names_of, made.at)
        elif place == "header" and made.name.lower() in (
            "content-type",
            "accept",
            "authorization",
            "content-length",
        ):
            _transport_header(facts, made)
        elif place == "":
            _placed_by_method(facts, made)
        elif place in ("body", "form"):
            if made.location == "body" and _is_whole_body(made):
                _body_row(facts, made)
                continue
            facts.body.fields.append(made)
            facts.body.at = facts.body.at or made.at
            if place == "form" and not facts.body.media_type:
                facts.body.media_type = (
                    "multipart/form-data"
                    if re.search(r"file|binary", made.type, re.I)
                    else "application/x-www-form-urlencoded"
                )
        else:
            add_parameter(facts, made, place)
    _unplaced_placeholders(facts, unplaced)


def _is_whole_body(made: Field) -> bool:
    """Whether a row of the body is the body: it is named so, or after its type, as the pages of
    Swagger 2.0 name it.
    """
    return made.name == "body" or made.name.lower() == schema_of_field_type(made).ref.lower()


def same_name(name: str, names: Sequence[str]) -> str:
    """The placeholder that has that name in another spelling; empty where there is none."""
    key = re.sub(r"[^a-z0-9]", "", name.lower())
    return next(
        (
            other
            for other in names
            if re.sub(r"[^a-z0-9]", "", other.lower()) == key and other != name
        ),
        "",
    )


def _is_security(made: Field) -> bool:
    return is_credential_header(made.name)


def _transport_header(facts: OperationFacts, made: Field) -> None:
    """A row about a header that is no parameter: it may tell the media type or the kind of
    credential.
    """
    text = f"{made.example} {made.text.value if made.text else ''} {made.default or ''}"
    facts.ledger.use(made.at)
    media = re.search(r"\b(application|multipart|text)/[\w.+-]+", text)
    if made.name.lower() == "content-type" and media:
        facts.body.media_type = facts.body.media_type or media[0]
    elif made.name.lower() == "authorization":
        kind = re.search(r"\b(bearer|basic)\b", text, re.I)
        scheme = scheme_from_value(
            kind[0] + " x" if kind else made.example.strip("` ") or "key", made.at
        )
        if scheme:
            _require(facts.operation, register(facts.draft, [scheme]), made.at)


def _require(operation: Operation, names: tuple[str, ...], at: At) -> None:
    """Adds schemes that are needed together with those already known."""
    known = operation.security[0] if operation.security else ()
    operation.security = [tuple(dict.fromkeys((*known, *names)))]
    operation.security_at = operation.security_at or at


def _placed_by_method(facts: OperationFacts, made: Field) -> None:
    """A parameter whose place the page does not tell: by samples of calls, else by the method."""
    operation = facts.operation
    for call in facts.calls:
        if calls_operation(operation, call):
            if any(name == made.name for name, _ in call.query):
                add_parameter(facts, made, "query")
                return
            if call.body is not None and re.search(rf"\b{re.escape(made.name)}\b", call.body):
                facts.body.fields.append(made)
                facts.body.at = facts.body.at or made.at
                return
    if made.name == "body" and operation.method not in WITHOUT_BODY:
        _body_row(facts, made)
    elif operation.method in WITHOUT_BODY:
        add_parameter(facts, made, "query", known=False)
    else:
        facts.body.fields.append(made)
        facts.body.at = facts.body.at or made.at


def _body_row(facts: OperationFacts, made: Field) -> None:
    """A row named ``body``, as widdershins has: the body as a whole, with its fields as parts."""
    schema, required = schema_of_field(made, facts.style, facts.ledger)
    facts.ledger.use(made.at)
    facts.body.at = facts.body.at or made.at
    if not schema.empty:
        facts.body.refs.append(schema)
    if required:
        facts.operation.body = facts.operation.body or Body(at=made.at)
        facts.operation.body.required = True


def _unplaced_placeholders(facts: OperationFacts, unplaced: list[Field]) -> None:
    """Path parameters that the template has under another name: identified only if there is one of
    each.
    """
    operation = facts.operation
    open_names = [
        name for name in placeholders(operation.path) if ("path", name) not in operation.parameters
    ]
    if len(unplaced) == len(open_names):
        for made, name in zip(unplaced, open_names, strict=True):
            add_parameter(facts, replace(made, name=name), "path")
    else:
        for made in unplaced:
            facts.draft.notes.append(
                (
                    f"{operation.label}: the path has no placeholder for {made.name!r}",
                    made.at,
                )
            )


def schema_of_field_type(made: Field) -> Schema:
    """The type of a field alone."""
    return read_type(made.type, made.at, made.text.links if made.text else ()).schema
