"""Parameters of pages that a generator wrote, which do not tell places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from docbound.draft.blocks import Field
from docbound.draft.facts import Body, placeholders
from docbound.draft.interpreter.assembly.parameters import (
    WITHOUT_BODY,
    add_parameter,
    same_name,
    schema_of_field_type,
)
from docbound.draft.interpreter.fields.field_schemas import schema_of_field
from docbound.draft.interpreter.operation_facts import OperationFacts


def place_generated(facts: OperationFacts) -> None:
    """Parameters of a generated page, which does not tell places: by the path, the links, and the
    media types that are sent.
    """
    operation = facts.operation
    names = placeholders(operation.path)
    sent = facts.content_types or []
    form = [
        media
        for media in sent
        if media.startswith("multipart/") or media == "application/x-www-form-urlencoded"
    ]
    only_form = bool(form) and len(form) == len(sent)
    unsent = operation.method in WITHOUT_BODY
    bodies = [
        made
        for made, _ in facts.params
        if (sent or (made.name == "body" and not unsent)) and _is_body_row(made, names)
    ]
    if only_form and len(facts.params) - len(names) > 1:
        bodies = []  # Generators write the fields of a form as parameters; one may be a model.
    for made, place in facts.params:
        if made.name == "ctx" and "context" in made.type.lower():
            continue  # of Go's functions, not of the operation
        close = made.name if made.name in names else same_name(made.name, names)
        if close or place == "path":
            add_parameter(facts, replace(made, name=close or made.name), "path")
        elif made in bodies[:1] or (
            sent and not bodies and not only_form and _last_resort_body(made, facts)
        ):
            _generated_body(facts, made)
        elif only_form and not bodies and not re.match(r"x[_-]|if[_-]", made.name, re.I):
            facts.body.fields.append(made)
            facts.body.at = facts.body.at or made.at
        else:
            header = bool(re.match(r"x[_-]|if_(none_)?match|if_(un)?modified", made.name, re.I))
            add_parameter(facts, made, "header" if header else "query", known=False)
    facts.body.media_type = ",".join(sent)


def _is_body_row(made: Field, names: Sequence[str]) -> bool:
    if made.name in names:
        return False
    links = made.text.links if made.text else ()
    for link in links:
        target = link.target.split("#")[0]
        label = link.label.strip("*` ")
        if (
            target.endswith(".md")
            and target not in (".md",)
            and label
            and label in made.type.replace("*", "")
        ):
            schema = schema_of_field_type(made)
            return bool(
                schema.ref
                or (schema.items and schema.items.ref)
                or (schema.values and schema.values.ref)
            ) or made.name.lower() in ("body", "request_body")
    return made.name.lower() in ("body", "request_body", "requestbody", "payload")


def _last_resort_body(made: Field, facts: OperationFacts) -> bool:
    """Something is sent and no row is a model: the row whose type a query cannot have, or the only
    row there is.
    """
    names = placeholders(facts.operation.path)
    rest = [
        row for row, _ in facts.params if row.name not in names and not same_name(row.name, names)
    ]
    schema = schema_of_field_type(made)
    complex_type = bool(
        schema.ref
        or schema.type == "object"
        or schema.values
        or (schema.items and (schema.items.ref or schema.items.type == "object"))
    )
    if complex_type:
        return True
    others = any(
        (other := schema_of_field_type(row)).ref or other.type == "object"
        for row in rest
        if row is not made
    )
    return not others and len(rest) == 1 and facts.operation.method in ("post", "put", "patch")


def _generated_body(facts: OperationFacts, made: Field) -> None:
    schema, required = schema_of_field(made, facts.style, facts.ledger)
    facts.ledger.use(made.at)
    facts.body.refs.append(schema)
    facts.body.at = made.at
    facts.operation.body = Body(at=made.at, required=required, argument=made.name)
