"""A credential is found in every form in which a service repeats it."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbound.runtime.http.masking import BLOT, without
from docbound.runtime.http.secret_encodings import places

SECRET = "ab+c/d==\" é&<x>'%7"


def _mixed(text: str) -> str:
    """Percent-encoding of every octet, its digits in changing case."""
    escaped = "".join(f"%{octet:02x}" for octet in text.encode())
    return "".join(c.upper() if at % 2 else c for at, c in enumerate(escaped))


def _escapes(text: str) -> str:
    units = (f"\\u{ord(c):04X}" if c < "\U00010000" else json.dumps(c)[1:-1] for c in text)
    return "".join(text[at] if at % 2 else unit for at, unit in enumerate(units))


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
    "JSON, escapes": _escapes,
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)),
    "URL in JSON": lambda text: json.dumps({"u": f"/x?k={quote(text, safe='')}"}),
    "HTML": html.escape,
    "HTML, numbers": lambda text: "".join(f"&#{ord(c)};" for c in text),
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


VISIBLE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=4, max_size=30)
"""What can be a credential at all."""


@given(VISIBLE.filter(str.isprintable), st.sampled_from(sorted(FORMS)), st.text(max_size=20))
def test_nothing_of_the_secret_is_left(secret: str, form: str, around: str) -> None:
    sent = FORMS[form](secret)
    # The form in lower case is one of what has no capitals; a short packed form is none.
    if "lower" not in form and "Base64" not in form:
        found = places(f"{around} {sent} {around}", [secret])
        end_of_form = len(around) + 1 + len(sent)
        assert any(start < end_of_form and end > len(around) for start, end in found)


@given(st.text(max_size=60))
def test_what_has_no_secret_stays(text: str) -> None:
    assert without(text, ["none of these letters: \ue000\ue001"]) == text


def test_a_text_of_nothing_but_escapes_comes_to_an_end() -> None:
    text = "%41" * 20_000 + "\\u0041" * 10_000 + "&amp;" * 10_000 + "%25" * 10_000
    assert without(text, ["x" * 40]) == text


def test_short_secrets_would_hide_everything() -> None:
    assert without("a b c", ["a", "b c"]) == "a b c"
