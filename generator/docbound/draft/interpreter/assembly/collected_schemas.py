"""The schema of a body or a response: what is stated, with what samples add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docbound.draft.blocks import At, Code
from docbound.draft.facts import Schema
from docbound.draft.interpreter.fields.block_fields import Fields
from docbound.draft.interpreter.fields.field_schemas import fill_object
from docbound.draft.interpreter.operation_facts import Collected, OperationFacts
from docbound.draft.interpreter.samples import code_schema
from docbound.draft.merging import fill_from_sample

JSON: Final = "application/json"
_XML: Final = "application/xml"


def schema_of_collected(
    facts: OperationFacts, collected: Collected, samples: Sequence[Code], at: At
) -> Schema | None:
    """What is stated of a body, with what its samples add.

    Args:
        facts: what was read about the operation.
        collected: what was found for the body.
        samples: JSON that the page shows of it, in calls as well.
        at: where the page speaks of it first.
    """
    style, ledger = facts.style, facts.ledger
    shown = code_schema(samples, ledger)
    if collected.refs:
        schema = collected.refs[0]
        if schema.ref and collected.fields and not style.generated:
            for made in collected.fields:
                ledger.use(made.at)
        if not (schema.ref or schema.items or schema.fields) and shown is not None:
            fill_from_sample(schema, shown)
        if shown is not None and shown.type == "array" and _is_listed_object(facts, schema):
            # Of a list, some pages of Slate's generators name the items alone.
            return Schema(at=schema.at, type="array", items=schema)
        return schema
    if collected.fields or collected.alternatives:
        alternatives = collected.alternatives
        parts = Fields(fields=list(collected.fields), alternatives=[], samples=[])
        if len(alternatives) == 1:
            parts.fields.extend(alternatives[0][1])
        else:
            parts.alternatives.extend(alternatives)
        schema = Schema(at=at, type="object")
        if shown is not None and shown.type == "array" and not alternatives:
            schema.fields = None
            items = Schema(at=at, type="object")
            fill_object(items, parts, style, ledger, 0)
            schema = Schema(at=at, type="array", items=items)
        else:
            fill_object(schema, parts, style, ledger, 0)
        if shown is not None:
            fill_from_sample(schema, shown)
        return schema
    return shown


def _is_listed_object(facts: OperationFacts, schema: Schema) -> bool:
    """Whether a schema is the name of an object that Slate's generators list."""
    known = facts.draft.schemas.get(schema.ref) if schema.ref else None
    listed = schema.ref.lower() in facts.style.listed_schemas
    return listed and known is not None and known.type == "object" and known.fields is not None


def with_samples(facts: OperationFacts, collected: Collected, stated: list[str]) -> list[str]:
    """Media types with those added of which a generator shows a sample."""
    if not facts.style.listed_schemas or not collected.has_xml:
        return stated
    shown = [_XML, *([JSON] if collected.samples else [])]
    kinds = {media[-4:].strip("/") for media in stated}
    return [*stated, *(media for media in shown if media[-4:].strip("/") not in kinds)]
