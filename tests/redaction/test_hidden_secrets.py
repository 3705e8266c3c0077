"""A known secret is seen in any spelling that can be undone, in whatever place of a message, and
what is seen is taken out; a text in which it is not stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from docbound.redaction import Redactor
from docbound.redaction.hidden import HiddenSecrets
from docbound.traffic import HttpRequest, HttpResponse
from tests.hostile.fuzz import StepLimit
from tests.redaction.spellings import APART, SPELLINGS

SECRETS = (
    "s3cr3t/+tok-en_Value9==",
    "Zq8vK2mWx9TbLr4Nc7Yd",
    "0f8fad5b-d9cb-469f-a165-70867728950e",
)
ROOT = Path(__file__).parents[2]


def _response(media: str, body: str) -> HttpResponse:
    return HttpResponse(status=400, headers=(("Content-Type", media),), body=body.encode())


_PLACES: dict[str, Callable[[str], HttpResponse]] = {
    "text": lambda s: _response("text/plain", s),
    "sentence": lambda s: _response("text/plain", f"it is {s} now"),
    "JSON": lambda s: _response("application/json", json.dumps({"a": [{"note": s}], "n": 1.50})),
    "JSON in JSON": lambda s: _response(
        "application/json", json.dumps({"a": json.dumps({"b": f"so {s}"})})
    ),
    "field": lambda s: HttpResponse(
        status=400, headers=(("X-Debug", " ".join(s.splitlines())),), body=b"{}"
    ),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_gets_through(spelling: str) -> None:
    for secret in SECRETS:
        redactor = Redactor(credentials={"token": secret})
        written = SPELLINGS[spelling](secret)
        for place, make in _PLACES.items():
            if place == "field" and "\n" in written:
                continue
            sent = make(written)
            clean = redactor.response(sent)
            assert clean != sent, f"{secret} in {place}: {written}"
            assert not redactor.leaks(_text(clean)), f"{secret} in {place}: {clean}"
            assert redactor.response(clean) == clean, "a stand-in is no secret"
            if "JSON" in place:
                assert list(json.loads(clean.body)) == list(json.loads(sent.body))
            other = Redactor(credentials={"token": "another-One-1-of-99"})
            assert other.response(sent) in (sent, *_shapes(sent)), "another secret is none of these"


def _text(response: HttpResponse) -> str:
    fields = "\n".join(f"{name}: {value}" for name, value in response.headers)
    return f"{fields}\n\n{response.body.decode()}"


def _shapes(sent: HttpResponse) -> tuple[HttpResponse]:
    """What is replaced because it has the shape of a secret, whichever that is."""
    return (Redactor().response(sent),)


def test_the_list_of_spellings_is_long_enough() -> None:
    assert len(SPELLINGS) >= 90


@pytest.mark.parametrize("secret", SECRETS)
def test_pieces_in_several_values_of_a_message_are_taken_out_and_nothing_else(secret: str) -> None:
    one, two = secret[:11], secret[11:]
    redactor = Redactor(credentials={"token": secret})
    events = "".join(
        f'data: {{"id": "ev-{at}", "n": 4.50, "delta": {json.dumps(piece)}}}\n\n'
        for at, piece in enumerate((secret[:6], secret[6:9], secret[9:14], secret[14:]))
    )
    clean = redactor.response(_response("text/event-stream", events)).body.decode()
    lines = [json.loads(line[6:]) for line in clean.splitlines() if line]
    assert [line["id"] for line in lines] == ["ev-0", "ev-1", "ev-2", "ev-3"]
    assert clean.count('"n": 4.50') == 4
    assert lines[0]["delta"] == redactor.credentials["token"]
    request = HttpRequest(
        method="POST",
        url="https://h.example/things?page=2",
        headers=(("X-First", one), ("X-Kept", "kept"), ("Content-Type", "application/json")),
        body=json.dumps({"other": "kept", "rest": two}).encode(),
    )
    changed = redactor.request(request)
    assert changed.url == request.url
    assert changed.header("x-kept") == "kept"
    assert not redactor.leaks(f"{changed.headers} {changed.body.decode()}")
    assert json.loads(changed.body)["other"] == "kept"


@pytest.mark.parametrize("name", [name for name in APART if "tag" in name or "element" in name])
def test_markup_stays_well_formed(name: str) -> None:
    redactor = Redactor(credentials={"token": SECRETS[1]})
    body = f"<x>{APART[name](SECRETS[1])}</x>"
    clean = redactor.response(_response("application/xml", body)).body.decode()
    tags = [element.tag for element in ElementTree.fromstring(clean).iter()]
    assert tags == [element.tag for element in ElementTree.fromstring(body).iter()]


@pytest.mark.parametrize("codec", ["utf-16", "latin-1", "utf-8-sig"])
def test_other_character_encodings(codec: str) -> None:
    redactor = Redactor(credentials={"token": SECRETS[1]})
    media = f"text/plain; charset={codec.removesuffix('-sig')}"
    body = f"\xe4: {SPELLINGS['Base85'](SECRETS[1])}".encode(codec)
    sent = HttpResponse(status=400, headers=(("Content-Type", media),), body=body)
    clean = redactor.response(sent).body.decode(codec)
    assert clean == "\xe4: redacted-token"


_ORDINARY = (
    *sorted(ROOT.glob("tests/fixtures/*/*.yaml"))[:40],
    *sorted(ROOT.glob("docs/**/*.md"))[:40],
    ROOT / "README.md",
    ROOT / "pyproject.toml",
)
_CHOSEN = (
    *SECRETS,
    "Summer2026Holiday!",
    "service-account-17@project.example",
    "3f1b0e9c5a7d4e2f8b6c1a0d9e8f7a6b",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "4711081547110815",
)


def test_ordinary_texts_have_none_of_many_secrets() -> None:
    hidden = HiddenSecrets(_CHOSEN)
    assert len(_ORDINARY) > 50
    for path in _ORDINARY:
        assert hidden.found(path.read_text(encoding="utf-8")) is None, path


@pytest.mark.parametrize(
    "secret",
    ["administrator", "00000000-0000-0000-0000-000000000000", "1111111111111111", "short1"],
)
def test_words_and_repeated_characters_are_found_in_usual_encodings_only(secret: str) -> None:
    assert HiddenSecrets([secret]).found(f"{secret} {secret[::-1]} {'-' * 99} {'0' * 99}") is None


@pytest.mark.parametrize(
    "piece",
    [
        "QUJDREVGR0hJSktMTU5P" * 50,
        "[115, 101, 99] " * 60,
        "<b><i></b>" * 90,
        "a=b; c: d; " * 80,
        '{"a": "\\\\u0041"}\n' * 60,
        "<!-- " * 150,
        "/* " * 300,
        "ab12" * 240,
        "9" * 900,
        "\\x41&#65;%41=41" * 60,
        "~<~!!~>" * 120,
    ],
)
def test_twice_the_text_takes_twice_the_steps(piece: str) -> None:
    hidden = HiddenSecrets(SECRETS)
    steps = []
    for count in (8, 16):
        text = piece * count
        limit = StepLimit(100_000_000)
        with limit:
            hidden.found(text)
        steps.append(100_000_000 - limit.left)
    assert steps[1] <= 2.3 * steps[0] + 2000


def test_many_places_of_a_text_end_in_time() -> None:
    redactor = Redactor(credentials={"token": SECRETS[1]})
    text = "\n".join(SPELLINGS["ROT13"](SECRETS[1]) + f" {at}" for at in range(200))
    with StepLimit(3_000_000):
        clean = redactor.response(_response("text/plain", text))
    assert clean.body == b"redacted-token"


def test_many_values_that_hold_a_secret_together_end_in_time() -> None:
    redactor = Redactor(credentials={"token": SECRETS[1]})
    pieces = [{"c": character, "text": "some words " * 9} for character in SECRETS[1] * 9]
    with StepLimit(6_000_000):
        clean = redactor.response(_response("application/json", json.dumps(pieces)))
    assert not redactor.leaks(_text(clean))


def test_what_cannot_be_taken_out_is_told_with_its_size() -> None:
    redactor = Redactor(credentials={"token": SECRETS[1]})
    keys = json.dumps({SPELLINGS["ROT13"](SECRETS[1]): 1})
    assert redactor.leaks(keys) == ("20 of 20 characters of token, written as ROT13",)
