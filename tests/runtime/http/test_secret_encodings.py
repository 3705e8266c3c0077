"""A credential is found in every form in which a service repeats it."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docbound.runtime.http.masking import BLOT, without
from docbound.runtime.http.secret_encodings import places

SECRET = "ab+c/d==\" é&<x>'%7"


def _mixed(text: str) -> str:
    """Percent-encoding of every octet, its digits in changing case."""
    escaped = "".join(f"%{octet:02x}" for octet in text.encode())
    return "".join(c.upper() if at % 2 else c for at, c in enumerate(escaped))


def _units(text: str) -> list[bytes]:
    data = text.encode("utf-16-be")
    return [data[at : at + 2] for at in range(0, len(data), 2)]


def _escapes(text: str) -> str:
    units = (f"\\u{ord(c):04X}" if c < "\U00010000" else json.dumps(c)[1:-1] for c in text)
    return "".join(text[at] if at % 2 else unit for at, unit in enumerate(units))


def _json_escapes(text: str) -> str:
    """What JSON allows: each other character by its code, signs and controls escaped."""
    units = (json.dumps(f"{c}\x7f")[1:-7] for c in text)
    return "".join(
        unit if at % 2 or len(unit) > 1 else f"\\u{ord(unit):04x}" for at, unit in enumerate(units)
    )


FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "percent": quote,
    "percent, all": lambda text: quote(text, safe=""),
    "percent, lower": lambda text: quote(text, safe="").lower().replace("é", "%c3%a9"),
    "percent, every octet": _mixed,
    "percent, twice": lambda text: quote(quote(text, safe=""), safe=""),
    "form": quote_plus,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON, UTF-8": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "JSON, slashes": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "JSON, escapes": _json_escapes,
    "escapes, backslashes left alone": _escapes,
    "backslashreplace": lambda text: text.encode("ascii", "backslashreplace").decode(),
    "JavaScript": lambda text: "".join(f"\\u{{{ord(c):x}}}" for c in text),
    "JavaScript, escape()": lambda text: "".join(
        f"%u{int.from_bytes(unit):04X}" for unit in _units(text)
    ),
    "octal": lambda text: "".join(
        chr(octet) if 32 < octet < 127 and octet != 92 else f"\\{octet:03o}"
        for octet in text.encode()
    ),
    "repr of octets": lambda text: repr(text.encode())[2:-1],
    "re.escape": re.escape,
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)),
    "URL in JSON": lambda text: json.dumps({"u": f"/x?k={quote(text, safe='')}"}),
    "HTML": html.escape,
    "HTML, numbers": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "HTML, open numbers": lambda text: " ".join(f"&#{ord(c)}" for c in text).replace(" ", ""),
    "HTML, hexadecimal": lambda text: "".join(f"&#x{ord(c):X};" for c in text),
    "repr": lambda text: repr(text)[1:-1],
    "Base64": lambda text: base64.b64encode(text.encode()).decode(),
    "Base64, URL": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "Base64, behind a name": lambda text: base64.b64encode(f"me:{text}".encode()).decode(),
    "Base64, in the middle": lambda text: base64.b64encode(f"a{text}bc".encode()).decode(),
    "Base64 in a URL": lambda text: quote(base64.b64encode(text.encode()).decode(), safe=""),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal, upper": lambda text: text.encode().hex().upper(),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_found(form: str) -> None:
    text = f"no such key: {FORMS[form](SECRET)}, says the service"
    shown = without(text, [SECRET])
    assert BLOT in shown and shown.startswith("no such key: ") and shown.endswith("the service")
    for each in FORMS.values():
        assert each(SECRET) not in shown
    assert not re.search("[A-Za-z0-9+/=]{9}", shown.replace("says", ""))


CREDENTIALS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=4, max_size=30),
    st.text(
        st.sampled_from("\\\\\\/\"'%&;#=+ ux0189aAnt{}[]\n\t\0é\U0001f600"), min_size=4, max_size=20
    ),
)
"""Anything that a form, a header field or a body can carry, and what escapes are made of."""

WITH_MORE = {"JSON in JSON", "URL in JSON"}
"""Forms with something around the credential."""


@settings(max_examples=300)
@given(CREDENTIALS, st.sampled_from(sorted(FORMS)), st.text(max_size=20))
@example("000\\0", "escapes, backslashes left alone", "")
@example("000\\0", "JSON, escapes", "")
@example("\\\\u0041\0", "HTML", "")
def test_nothing_of_the_secret_is_left(secret: str, form: str, around: str) -> None:
    sent = FORMS[form](secret)
    # The form in lower case is one of what has no capitals; a short packed form is none.
    if "lower" in form or "Base64" in form:
        return
    found = places(f"{around} {sent} {around}", [secret])
    first, last = len(around) + 1, len(around) + 1 + len(sent)
    if form in WITH_MORE:
        assert any(start < last and end > first for start, end in found)
    else:
        assert any(start <= first and last <= end for start, end in found)


@given(st.text(max_size=60))
def test_what_has_no_secret_stays(text: str) -> None:
    assert without(text, ["none of these letters: \ue000\ue001"]) == text


def test_a_text_of_nothing_but_escapes_comes_to_an_end() -> None:
    text = "%41" * 20_000 + "\\u0041" * 10_000 + "&amp;" * 10_000 + "%25" * 10_000
    assert without(text, ["x" * 40]) == text


def test_short_secrets_would_hide_everything() -> None:
    assert without("a b c", ["a", "b c"]) == "a b c"
