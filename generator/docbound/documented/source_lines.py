"""Which text has to be on which line of a documentation page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from docbound.records import record

from .facts import Documented, Operation, Parameter, Scheme, Source, Stated, Status


@record
class Claim:
    """One fact and the words for it: ``kind`` is a key of a layout's texts, ``words`` what its
    placeholders mean.
    """

    kind: str
    at: Source
    words: dict[str, str]


def claims(facts: Documented) -> Iterator[Claim]:
    """Every claim of a documented.yaml."""
    for kind, stated in (("package", facts.package), ("base_url", facts.base_url)):
        if stated is not None:
            yield _claim(kind, stated)
    for api, _ in facts.apis():
        yield _claim("api", api)
    for scheme in facts.schemes or ():
        yield from _scheme(scheme)
    for path in facts.imports:
        yield Claim(
            kind="import",
            at=path.at,
            words={"last": path.value.rpartition(".")[2], "value": path.value},
        )
    for operation in facts.operations:
        yield from _operation(operation)
    for model in facts.models or ():
        for row in model.fields:
            yield Claim(kind="field", at=row.at, words={"wire": row.wire, "type": row.type})


def _claim(kind: str, stated: Stated[Any]) -> Claim:
    value = stated.value
    listed = ", ".join(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else str(value)
    words = {
        "value": listed,
        "listed": listed or "Not defined",
        "void": "void" if value == "None" else listed,
    }
    return Claim(kind=kind, at=stated.at, words=words)


def _scheme(scheme: Scheme) -> Iterator[Claim]:
    yield Claim(
        kind="scheme",
        at=scheme.at,
        words={"name": scheme.name, "format": scheme.format},
    )
    if scheme.prefix:
        yield Claim(kind="prefix", at=scheme.prefix_at, words={"value": scheme.prefix})


def _operation(operation: Operation) -> Iterator[Claim]:
    yield Claim(
        kind="operation",
        at=operation.at,
        words={"method": operation.method, "path": operation.path},
    )
    for kind, stated in (
        ("summary", operation.summary),
        ("signature", operation.signature),
        ("returns", operation.returns),
        ("content_types", operation.content_types),
        ("accept", operation.accept),
    ):
        if stated is not None:
            yield _claim(kind, stated)
    for scheme in operation.auth.value if operation.auth else ():
        at = operation.auth.at if operation.auth else operation.at
        yield Claim(kind="auth", at=at, words={"value": scheme})
    for row in operation.parameters or ():
        yield from _parameter(row)
    for status in operation.statuses or ():
        yield from _status(status)


def _parameter(row: Parameter) -> Iterator[Claim]:
    optional = {True: "| ", False: "| [optional]", None: ""}[row.required]
    words = {
        "name": row.name,
        "wire": row.wire,
        "type": row.type or "",
        "optional": optional,
        "named": row.wire,
    }
    yield Claim(kind="parameter", at=row.at, words=words)
    if row.example_at is not None and row.example:
        yield Claim(kind="example", at=row.example_at, words={"value": str(row.example[0])})


def _status(status: Status) -> Iterator[Claim]:
    number = "" if status.code == "default" else status.code
    words = {
        "code": status.code,
        "number": number,
        "zero": number or "0",
        "text": status.text or "",
    }
    yield Claim(kind="status", at=status.at, words=words)
    if status.model and status.model_at is not None:
        yield Claim(kind="model", at=status.model_at, words={"value": status.model})
