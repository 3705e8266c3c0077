"""Runs one case and says what is not as written."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from docbound.harness.replay.matching import json_equal
from docbound.traffic import HttpRequest
from tests.cases.calls import Observed, importable, names_of, observe
from tests.cases.case_files import Case
from tests.cases.generation import Made, make
from tests.support.multipart import parts


def run(case: Case, twin: str, base: Path) -> list[str]:
    """Runs ``case`` with the client that ``twin`` names, ``sync`` or ``async``.

    Args:
        case: what to run.
        twin: the client that makes its call.
        base: where packages are made.

    Returns:
        A sentence for each thing that is not as the case says.
    """
    content = case.content
    made = make(case, base)
    wrong = [
        f"finding {code!r} was expected, found {made.codes}"
        for code in content.get("diagnostics", ())
        if code not in made.codes
    ]
    wrong += _missing_source(made, content.get("source") or {})
    observed = observe(content, made, twin) if "call" in content else Observed()
    with importable(made):
        wrong += _wrong_outcome(content, made, observed)
    return [*wrong, *_wrong_requests(content, observed.requests)]


def _missing_source(made: Made, wanted: dict[str, str | list[str]]) -> Iterable[str]:
    for path, texts in wanted.items():
        found = made.text(path)
        for text in [texts] if isinstance(texts, str) else texts:
            if text not in found:
                yield f"{path} does not contain {text!r}"


def _wrong_outcome(content: dict[str, Any], made: Made, observed: Observed) -> Iterable[str]:
    names = names_of(importlib.import_module(made.package))
    names |= {name: getattr(observed, name) for name in Observed.__slots__}
    names |= {"text": made.text, "codes": made.codes}
    if "raises" in content:
        if not isinstance(observed.error, eval(content["raises"], names)):
            yield (
                f"should have raised {content['raises']}, but: {observed.error!r}, result"
                f" {observed.result!r}"
            )
            return
    elif observed.error is not None:
        yield f"raised {observed.error!r}"
        return
    if "result" in content:
        wanted = eval(content["result"], names)
        if observed.result != wanted or type(observed.result) is not type(wanted):
            yield f"result is {observed.result!r}, not {content['result']}"
    for expression in content.get("holds", ()):
        if not eval(expression, names):
            yield (
                f"does not hold: {expression}; result {observed.result!r}, error {observed.error!r}"
            )
    if "mismatches" in content and observed.mismatches != content["mismatches"]:
        yield f"mismatches {observed.mismatches}, not {content['mismatches']}"


def _wrong_requests(content: dict[str, Any], sent: list[HttpRequest]) -> Iterable[str]:
    if "wire" in content:
        wanted = content["wire"]
        lines = [wanted] if isinstance(wanted, str) else wanted
        lines = [] if wanted == "none" else lines
        got = [f"{item.method} {_target(item.url)}" for item in sent]
        if got != lines:
            yield f"sent {got}, not {lines}"
    if not sent:
        return
    first = sent[0]
    for name, value in (content.get("headers") or {}).items():
        if first.header(name) != (value or ""):
            yield f"header {name} is {first.header(name)!r}, not {value!r}"
    yield from _wrong_body(content, first)


def _wrong_body(content: dict[str, Any], sent: HttpRequest) -> Iterable[str]:
    if "json" in content:
        found = json.loads(sent.body) if sent.body else "nothing"
        if not json_equal(found, content["json"]):
            yield f"body is {sent.body!r}, not {content['json']!r}"
    if "text" in content and sent.body.decode() != content["text"]:
        yield f"body is {sent.body!r}, not {content['text']!r}"
    if "form" in content:
        pairs = parse_qsl(sent.body.decode(), keep_blank_values=True)
        wanted = [(str(name), str(value)) for name, value in content["form"]]
        if pairs != wanted:
            yield f"form is {pairs}, not {wanted}"
    if "parts" in content:
        yield from _wrong_parts(content["parts"], sent)


def _wrong_parts(wanted: dict[str, Any], request: HttpRequest) -> Iterable[str]:
    got = parts(request)
    expected = [
        (name, item)
        for name, value in wanted.items()
        for item in (value if isinstance(value, list) else [value])
    ]
    if [part.name for part in got] != [name for name, _ in expected]:
        yield f"parts are {got}, not {[name for name, _ in expected]}"
        return
    for part, (name, value) in zip(got, expected, strict=True):
        facts = value if isinstance(value, dict) else {"text": value}
        seen = {
            "filename": part.filename,
            "type": part.content_type,
            "text": part.content.decode(errors="replace"),
        }
        for key, fact in facts.items():
            if seen[key] != fact:
                yield f"part {name}: {key} is {seen[key]!r}, not {fact!r}"


def _target(url: str) -> str:
    split = urlsplit(url)
    return f"{split.path}?{split.query}" if split.query else split.path
