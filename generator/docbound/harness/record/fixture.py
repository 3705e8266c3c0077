"""Turns a recording into a fixture: what the call gave becomes what a replay expects."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from docbound import __version__
from docbound.diagnostics.diagnostic import Diagnostic
from docbound.fixtures.base64_bodies import without_octets
from docbound.harness.described_service import ServiceOperation
from docbound.harness.errors import HarnessError, failure, shown
from docbound.harness.package_methods import Binding
from docbound.json_values import is_array
from docbound.records import record
from docbound.redaction import Redactor
from docbound.traffic import Exchange, HttpRequest, HttpResponse

from ..clients import Client
from ..fixtures import Cassette, load
from ..fixtures.refresh import write_text
from ..fixtures.write import cassette_text
from .arguments import CallArguments
from .call_capture import Answer, Recording, perform


@record
class Origin:
    """Where a fixture comes from: its provenance and source, and for a recorded one ``way`` and
    ``host``.
    """

    provenance: str
    source: str
    way: str = ""
    host: str = ""
    note: str = ""


@record
class Draft:
    """A fixture that has not been written.

    Attributes:
        path: where it belongs.
        text: what it says.
        sent: the JSON paths of requests that do not fit the description.
    """

    path: Path
    text: str
    sent: tuple[str, ...] = ()


def draft(
    client: Client,
    operation: ServiceOperation,
    binding: Binding,
    case: str,
    call: CallArguments,
    exchanges: tuple[Exchange, ...],
    origin: Origin,
    *,
    credentials: Mapping[str, str],
    redactions: tuple[str, ...] = (),
    iterate: bool = False,
    host: str | None = None,
) -> Draft:
    """A fixture for exchanges that hold no secret any more.

    The call is made once more with the responses of ``exchanges``, so that the fixture has the
    requests which the package sends, and expects what the package makes of the responses.

    Args:
        client: whose package makes the call.
        operation: what is called.
        binding: its method.
        case: what tells the fixture from others of the operation.
        call: the arguments.
        exchanges: the requests and responses of the recording, in order.
        origin: where the recording comes from.
        credentials: stand-ins for the secrets of the call, by scheme.
        redactions: what was replaced in the recording, for its ``meta``.
        iterate: whether the call goes through all pages.
        host: the address that was called; None for the described one.

    Raises:
        HarnessError: the package cannot make the call.
    """
    recording = perform(
        client,
        binding,
        call.arguments,
        call.options,
        _answers(binding, exchanges),
        credentials=credentials,
        host=host,
        iterate=iterate,
    )
    made: dict[str, object] = {"api": binding.api, "method": binding.method.name}
    made["arguments"] = dict(call.arguments)
    if call.options:
        made["options"] = dict(call.options)
    if iterate:
        made["iterate"] = "items"
    meta: dict[str, object] = {
        "operation": operation.name,
        **({"note": origin.note} if origin.note else {}),
        "provenance": origin.provenance,
        "source": origin.source,
        "description": {"client": client.name, "digest": client.digest},
        **({"recorded": _recorded(origin)} if origin.provenance == "recorded" else {}),
        "redactions": list(redactions),
        "credentials": dict(credentials),
        "call": made,
        "expect": expectation(recording, iterate=iterate),
    }
    name = binding.method.label.replace(".", "_")
    path = client.project.fixtures / client.name / f"{name}.{case}.yaml"
    return Draft(
        path=path,
        text=cassette_text(meta, recording.exchanges, _schema_line(client, path)),
        sent=recording.sent,
    )


def _answers(binding: Binding, exchanges: Iterable[Exchange]) -> Answer:
    """The responses of a recording, in order; one request more cannot be answered."""
    left = iter([exchange.response for exchange in exchanges])

    def answer(request: HttpRequest) -> HttpResponse:
        found = next(left, None)
        if found is None:
            raise failure(
                "no-recording",
                f"{binding.method.label}: the call goes on with {request.method} {request.url}, for"
                " which there is no response",
                "record the call with all its exchanges",
            )
        return found

    return answer


def _schema_line(client: Client, path: Path) -> str:
    """The line that names the schema of fixtures, where the project keeps it."""
    schema = client.project.specs / ".schemas" / "cassette.schema.json"
    if not schema.is_file():
        return ""
    return (
        f"# yaml-language-server: $schema={Path(os.path.relpath(schema, path.parent)).as_posix()}\n"
    )


def _recorded(origin: Origin) -> dict[str, str]:
    found = {"by": f"docbound {__version__}", "way": origin.way, "host": origin.host}
    return {key: value for key, value in found.items() if value}


def expectation(recording: Recording, *, iterate: bool = False) -> dict[str, object]:
    """The ``expect`` block that a recording fulfils."""
    mismatches = {"mismatches": list(recording.mismatches)} if recording.mismatches else {}
    if iterate:
        items: list[Any] = recording.value if is_array(recording.value) else []
        key = _key(items)
        return {
            "items": [_scalar(item, key) for item in items],
            "key": key,
            **mismatches,
        }
    error: Any = recording.error
    if error is None:
        return {"result": _type_name(recording.value), **mismatches}
    found: dict[str, object] = {"error": type(error).__name__}
    if getattr(error, "status", None) is not None:
        found["status"] = error.status
        if error.data is not None:
            found["data"] = _type_name(error.data)
    return found | mismatches


def _type_name(value: object) -> str:
    if value is None:
        return "none"
    if is_array(value) and value:
        item = cast("type[object]", type(value[0]))
        if hasattr(item, "model_fields"):
            return f"list[{item.__name__}]"
    kind: type[object] = type(value)
    return str(kind.__name__) if hasattr(kind, "model_fields") else "plain"


def _key(items: list[Any]) -> str:
    kind = cast("type[object]", type(items[0])) if items else object
    fields = [str(name) for name in getattr(kind, "model_fields", ())]
    for name in ("id", "name", "key", *fields):
        if name in fields and all(
            isinstance(getattr(item, name, None), str | int) for item in items
        ):
            return name
    return fields[0] if fields else "id"


def _scalar(item: Any, key: str) -> object:
    from ..replay.values import plain

    return plain(getattr(item, key, None))


def leaks_of(found: Draft, redactor: Redactor) -> frozenset[str]:
    """The names of what looks like a secret in a fixture that is not written yet."""
    plain = without_octets(found.text)
    return frozenset(redactor.leaks(plain.text)).union(*map(redactor.leaks, plain.octets))


def save(found: Draft, redactor: Redactor, *, replace: bool) -> Cassette:
    """Writes a fixture, once nothing in it is a secret.

    Args:
        found: the fixture.
        redactor: knows the secrets that were in use.
        replace: whether a recorded fixture of that name is replaced.

    Raises:
        HarnessError: a file of another origin is in the way, or a secret would have been written.
    """
    leaks = leaks_of(found, redactor)
    if leaks:
        raise failure(
            "secret",
            f"{shown(found.path)} was not written: it would hold what looks like a secret"
            f" ({', '.join(sorted(leaks))})",
            "name the field under `fields`, or the text under `allow`, in [tool.docbound.secrets]",
        )
    if found.path.exists():
        _require_replaceable(found.path, replace=replace)
    before = found.path.read_bytes() if found.path.exists() else None
    write_text(found.path, found.text)
    try:
        return load(found.path)
    except HarnessError:  # nothing stays that cannot be read
        if before is None:
            found.path.unlink()
        else:
            found.path.write_bytes(before)
        raise


def _require_replaceable(path: Path, *, replace: bool) -> None:
    try:
        provenance = load(path).meta.provenance
    except HarnessError:
        provenance = "other"
    if not replace or provenance != "recorded":
        raise failure(
            "fixture-exists",
            f"{shown(path)} is there already"
            + ("" if provenance == "recorded" else f", and was not recorded ({provenance})"),
            "choose another name for the case: OPERATION.CASE",
        )


def contradictions(
    client: Client, cassette: Cassette, sent: tuple[str, ...] = ()
) -> list[Diagnostic]:
    """What a fixture says otherwise than description and documentation: errors that the gate has,
    too, and warnings of the mismatches that the fixture expects, of which those at ``sent`` are of
    its requests.
    """
    from ..fixtures import expected_mismatches, validity
    from ..replay import run

    found = list(validity.findings(cassette, client.service, client.judge))
    found += run.against_facts(client, cassette)
    found += expected_mismatches.warnings(cassette, sent)
    return list(dict.fromkeys(found))
