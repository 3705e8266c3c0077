"""In which encodings a package's messages hide a credential, and in which they do not (decision
0094): a table that is true in both directions.
"""

from __future__ import annotations

from random import Random

import pytest

from docbound.runtime.http.masking import without
from tests.redaction.planted import CASES, ENCODINGS, is_readable_in, secret_of

NOT_SEEN = {
    *("quoted-printable", "packed in Base64", "UTF-16"),
    *("capitals", "small letters", "other case", "folded"),
}
ALL = {**ENCODINGS, **CASES}


@pytest.mark.parametrize("name", sorted(ALL.keys() - NOT_SEEN))
def test_a_credential_is_masked(name: str) -> None:
    for number in range(40):
        rng = Random(number)
        secret = secret_of(rng)
        text = f"before {ALL[name](secret, rng)} behind"
        assert is_readable_in(text, secret)
        assert not is_readable_in(without(text, [secret]), secret), text


@pytest.mark.parametrize("name", sorted(NOT_SEEN))
def test_what_is_not_seen_is_told_as_such(name: str) -> None:
    seen = 0
    for number in range(10):
        rng = Random(number)
        secret = secret_of(rng)
        written = ALL[name](secret, rng)
        seen += not is_readable_in(without(written, [secret]), secret)
    assert seen < 10, "decision 0094 says that it is not seen"
