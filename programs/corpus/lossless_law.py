"""The lossless law over a generated package: what is valid against a component's schema comes back
as it was.

For each component schema: the document's own examples and several made ones, as far as the
reference validator accepts them (formats asserted), are decoded and encoded, twice. Nothing may be
reported, and the second round trip must give the same bytes.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docbound.document import Document, join
from docbound.harness.values.validity import Judge
from programs.corpus.equality import same


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What became of a law on one document.

    Attributes:
        tried: how many values, or calls.
        broken: place and what happened, one a place.
        left_out: how many were not tried, by reason.
    """

    tried: int = 0
    broken: dict[str, str] = field(default_factory=dict[str, str])
    left_out: dict[str, int] = field(default_factory=dict[str, int])

    def leave_out(self, reason: str) -> None:
        """Counts one that the law says nothing about."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


def check(document: Document, package: str, names: Mapping[str, str]) -> Verdict:
    """Tries the law on every component schema.

    Args:
        document: the description.
        package: the generated package; its folder is on ``sys.path``.
        names: the model's name of each pointer.
    """
    models = importlib.import_module(f"{package}.models")
    decoding = importlib.import_module(f"{package}._runtime.models.decoder")
    encode = importlib.import_module(f"{package}._runtime.models.encoder").encode_json
    judge = Judge(document)
    verdict = Verdict()
    for pointer, schema in component_schemas(document):
        name = names.get(pointer)
        if name is None or name not in models.__all__:
            verdict.broken[pointer] = "no model"
            continue
        tried = verdict.tried
        decoder = decoding.decoder(name)
        nulls = 0
        for _, value in judge.values(schema, pointer):
            if value is None:
                nulls += 1
                continue
            verdict.tried += 1
            problem = round_trip(decoder, encode, value)
            if problem:
                verdict.broken[pointer] = f"{name}: {problem}"
                break
        if verdict.tried == tried:
            verdict.leave_out(
                "only null, which is said where a component is used"
                if nulls
                else "no valid value was found"
            )
    return verdict


def component_schemas(document: Document) -> Iterator[tuple[str, Any]]:
    """Yields pointer and value of each component schema of the root document."""
    root: Any = document.root
    for tokens in (("components", "schemas"), ("definitions",)):
        found = root
        for token in tokens:
            found = found.get(token) if isinstance(found, dict) else None
        for name, schema in found.items() if isinstance(found, dict) else ():
            yield join("", [*tokens, name]), schema


def round_trip(decoder: Any, encode: Any, value: Any) -> str:
    """What is wrong with a value that went in and came out, twice; an empty string: nothing."""
    sent = json.dumps(value).encode()
    reports: list[Any] = []
    try:
        first = encode(decoder.decode_json(sent, strict=False, report=reports.append))
        second = encode(decoder.decode_json(first, strict=False, report=lambda _: None))
    except Exception as error:
        return f"{short(value)}: {error!r}"
    if reports:
        return f"{short(value)}: reported {reports[0]}"
    if not same(json.loads(sent), json.loads(first)):
        return f"{short(value)} came back as {short(json.loads(first))}"
    if first != second:
        return f"{short(value)}: the second round trip differs: {first[:200]!r}, {second[:200]!r}"
    return ""


def short(value: Any) -> str:
    """The value as JSON, cut to what fits in a line or two."""
    text = json.dumps(value)
    return text if len(text) < 300 else f"{text[:300]}..."
