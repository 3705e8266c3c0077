"""Addresses are read once and strictly, and every HTTP library reads what comes out in the same
way.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url
from yarl import URL

from docbound.runtime.http.credential_scope import Scope
from docbound.runtime.http.origins import (
    AddressError,
    Origin,
    parse,
    parse_origin,
    resolve,
    with_missing,
)
from tests.runtime.http.origins.table import SPELLINGS

PIECES = st.sampled_from(
    [
        *"/?#@:\\[]%.,;&=+ \t\n\r\x00\x7f",
        "//",
        "http",
        "https",
        "HTTP",
        "://",
        "good.example",
        "evil.example",
        "127.0.0.1",
        "[::1]",
        "80",
        "443",
        "%2e",
        "%2f",
        "é",
        "。",
        "\u212a",
        "\ud800",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=8).map(lambda pieces: "https://" + "".join(pieces)),
    st.text(max_size=30).map(lambda text: f"http://good.example{text}"),
)


def agreed(url: str) -> None:
    """All readers find the same scheme, host and port in ``url``, and send the same path and
    query.
    """
    ours = parse(url)
    host = ours.origin.host.strip("[]")
    assert str(ours) == url, "an address that was written by us is read as it is"
    by_urllib3, by_yarl, by_python = (
        parse_url(url),
        URL(url, encoded=True),
        urlsplit(url),
    )
    assert (by_urllib3.scheme, (by_urllib3.host or "").strip("[]")) == (
        ours.origin.scheme,
        host,
    )
    assert (by_urllib3.port or by_yarl.port) == ours.origin.port
    assert (by_yarl.scheme, by_yarl.raw_host, by_yarl.port) == (
        ours.origin.scheme,
        host,
        ours.origin.port,
    )
    assert (by_python.scheme, by_python.hostname) == (ours.origin.scheme, host)
    assert by_yarl.raw_path == ours.path or ours.path == ""
    assert by_yarl.raw_query_string == (ours.query or "")
    for each in (by_urllib3.auth, by_yarl.user, by_yarl.password, by_python.username):
        assert each is None
    assert url.isascii() and url.isprintable() and " " not in url


@given(TEXTS)
def test_what_is_read_is_what_is_connected_to(text: str) -> None:
    try:
        address = parse(text)
    except AddressError as error:
        assert str(error).isprintable()
    else:
        agreed(str(address))


@given(TEXTS, TEXTS)
def test_references_lead_to_addresses(first: str, second: str) -> None:
    try:
        found = resolve(parse(first), second)
    except AddressError:
        return
    agreed(str(found))


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("http://g/x", "http://g/x"),
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q"),
        ("g#s", "http://a/b/c/g"),
        ("g?y#s", "http://a/b/c/g?y"),
        (";x", "http://a/b/c/;x"),
        ("g;x?y#s", "http://a/b/c/g;x?y"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../g", "http://a/b/g"),
        ("../..", "http://a/"),
        ("../../g", "http://a/g"),
        ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("/../g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        ("..g", "http://a/b/c/..g"),
        ("./../g", "http://a/b/g"),
        ("g/./h", "http://a/b/c/g/h"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("?", "http://a/b/c/d;p?"),
    ],
)
def test_references_are_resolved_as_the_standard_says(reference: str, expected: str) -> None:
    """The examples of RFC 3986, section 5.4."""
    assert str(resolve(parse("http://a/b/c/d;p?q"), reference)) == expected


@pytest.mark.parametrize("text", SPELLINGS)
def test_odd_spellings_are_refused(text: str) -> None:
    with pytest.raises(AddressError):
        resolve(parse("https://api.example.com/v1/x"), text)


@pytest.mark.parametrize(
    "text",
    [
        *SPELLINGS,
        "*",
        "https://*.example.com",
        "https://h/x",
        "https://h?x",
        "https://h#x",
    ],
)
def test_an_origin_is_scheme_host_and_port(text: str) -> None:
    with pytest.raises(AddressError):
        parse_origin(text)
    assert parse_origin("HTTPS://H.Example/") == Origin("https", "h.example", 443)


@pytest.mark.parametrize(
    ("home", "target", "admitted"),
    [
        ("https://a", "https://a", True),
        ("https://a", "https://b", False),
        ("https://a", "http://a", False),
        ("https://a", "https://a:8443", False),
        ("http://a", "https://a", True),
        ("http://a", "https://b", False),
        ("http://a:8080", "https://a", False),
        ("http://a", "https://a:8443", False),
        ("http://a", "https://a.", False),
        ("https://a", "https://trusted:7", True),
        ("https://a", "https://trusted", False),
    ],
)
def test_where_credentials_may_go(home: str, target: str, admitted: bool) -> None:
    scope = Scope(parse_origin(home), frozenset({parse_origin("https://trusted:7")}))
    assert scope.admits(parse_origin(target)) == admitted


def test_who_has_come_to_https_does_not_go_back() -> None:
    plain, secure = parse_origin("http://a"), parse_origin("https://a")
    assert not Scope(plain).moved(secure).admits(plain)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (None, "key=1&tag=a&tag=b"),
        ("", "key=1&tag=a&tag=b"),
        ("x=1", "x=1&key=1&tag=a&tag=b"),
        ("key=2", "key=2&tag=a&tag=b"),
        ("k%65y=2&tag=c", "k%65y=2&tag=c"),
    ],
)
def test_what_a_query_has_already_is_not_added(query: str | None, expected: str) -> None:
    assert with_missing(query, ("key=1", "tag=a", "tag=b")) == expected
