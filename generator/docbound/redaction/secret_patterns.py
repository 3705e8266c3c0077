"""Patterns of secrets: keys of cloud and hosting services, JWT, PEM, long random texts."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final

from docbound.records import record

from .encodings import decoded_base64
from .placeholders import is_placeholder


@record
class SecretPattern:
    """One shape. ``name`` is what a project exempts it by."""

    name: str
    expression: re.Pattern[str]


@record
class FoundSecret:
    """A place in a text that has the shape of a secret."""

    pattern: str
    start: int
    end: int
    text: str


_BEFORE: Final = r"(?<![A-Za-z0-9])"
_AFTER: Final = r"(?![A-Za-z0-9])"

_SHAPES: Final[Mapping[str, str]] = {
    "pem": (
        r"-----BEGIN (?:(?!PRIVATE KEY)[A-Z0-9]++ )*+PRIVATE KEY[A-Z ]*+-----"
        r"[^-]{16,}-----END [A-Z0-9 ]{0,60}PRIVATE KEY[A-Z ]*-----"
    ),
    "jwt": (
        r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]+){0,2}"
    ),
    "aws-access-key": _BEFORE + r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}" + _AFTER,
    "google-api-key": _BEFORE + r"AIza[A-Za-z0-9_-]{35}",
    "google-oauth": r"(?<![A-Za-z0-9])(?:ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,})",
    "azure-key": r"(?i:(?:AccountKey|SharedAccessKey)=)[A-Za-z0-9+/]{40,}={0,2}",
    "azure-sas": r"(?<=[?&])sig=[A-Za-z0-9%+/]{40,}={0,2}",
    "github": _BEFORE + r"(?:gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})",
    "gitlab": _BEFORE + r"gl(?:pat|dt|ptt|rt|cbt|ft|soat)-[A-Za-z0-9_-]{20,}",
    "slack": _BEFORE + r"(?:xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-\d-[A-Za-z0-9-]{10,})",
    "slack-webhook": r"hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_-]{20,}",
    "stripe": _BEFORE + r"(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/]{24,}={0,2})",
    "openai": _BEFORE + r"sk-(?:ant-|proj-|svcacct-|or-)?[A-Za-z0-9_-]{20,}",
    "npm": _BEFORE + r"npm_[A-Za-z0-9]{36}" + _AFTER,
    "pypi": _BEFORE + r"pypi-[A-Za-z0-9_-]{50,}",
    "sendgrid": _BEFORE + r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
    "twilio": _BEFORE + r"SK[0-9a-f]{32}" + _AFTER,
    "mailgun": _BEFORE + r"key-[0-9a-f]{32}" + _AFTER,
    "shopify": _BEFORE + r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}" + _AFTER,
    "digitalocean": _BEFORE + r"do[opr]_v1_[0-9a-f]{64}" + _AFTER,
    "hugging-face": _BEFORE + r"hf_[A-Za-z0-9]{30,}",
    "telegram": _BEFORE + r"\d{8,10}:AA[A-Za-z0-9_-]{33}",
    "userinfo": r"(?<=://)[^\s/?#@:\"'<>\\]{1,200}:[^\s/?#@\"'<>\\]{1,200}(?=@)",
    "authorization": r"(?i:(?<=\bBearer )|(?<=\bBasic ))[A-Za-z0-9._~+/-]{16,}=*",
}

PATTERNS: Final[tuple[SecretPattern, ...]] = tuple(
    SecretPattern(name=name, expression=re.compile(shape)) for name, shape in _SHAPES.items()
)
"""The shapes that are looked for unless a project exempts them by name; ``high-entropy`` is looked
for besides.
"""

HIGH_ENTROPY: Final = "high-entropy"

_TOKEN: Final = re.compile(r"[A-Za-z0-9+/_-]{32,}={0,2}")
_URL_PATH: Final = re.compile(r"https?://([A-Za-z0-9.:-]{1,255}/[A-Za-z0-9+/_.~%-]*+={0,2})")
_SEGMENT: Final = re.compile(r"[^/]+")
_LEAST_BITS: Final = 4.2
"""Bits of entropy a character: random base64 of 32 characters has about 4.5, words and identifiers
have less than 4.
"""
_LEAST_CHANGES: Final = 0.4
"""How often a small letter, a capital and a digit follow one another: in two thirds of all places
by chance, rarely in words.
"""
_LONGEST_TOKEN: Final = 512
"""What is longer is a file or an image in base64, no credential."""


def find_secrets(
    text: str,
    patterns: Iterable[SecretPattern] = PATTERNS,
    exempt: frozenset[str] = frozenset(),
) -> Iterator[FoundSecret]:
    """Every place of ``text`` that looks like a secret; places never overlap.

    Args:
        text: where to look.
        patterns: the shapes.
        exempt: names of shapes that do not count, ``high-entropy`` among them.
    """
    taken: list[tuple[int, int]] = []
    for pattern in patterns:
        if pattern.name in exempt:
            continue
        for match in pattern.expression.finditer(text):
            span = match.span()
            if _is_free(span, taken) and not _is_harmless(match[0]):
                taken.append(span)
                yield FoundSecret(pattern=pattern.name, start=span[0], end=span[1], text=match[0])
    if HIGH_ENTROPY in exempt:
        return
    for start, end in _tokens(text):
        token = text[start:end]
        if _is_free((start, end), taken) and not _is_harmless(token) and is_random(token):
            yield FoundSecret(pattern=HIGH_ENTROPY, start=start, end=end, text=token)


def _is_free(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """The places of long tokens; of the path of an address each segment by itself, since words and
    numbers of several together look like chance, and hide a segment that is.
    """
    ends = {match.start(1): match.end(1) for match in _URL_PATH.finditer(text)}
    starts = sorted(ends)
    for match in _TOKEN.finditer(text):
        before = bisect_right(starts, match.start())
        if before and match.end() <= ends[starts[before - 1]]:
            for segment in _SEGMENT.finditer(text, *match.span()):
                yield segment.span()
        else:
            yield match.span()


def _is_harmless(text: str) -> bool:
    """Whether a text is a stand-in, or a placeholder as documentation has it (``sk-...``, ``xxxx``,
    ``YOUR_TOKEN``).
    """
    inner = text.rpartition("=")[2] if text.startswith("sig=") else text
    inner = decoded_base64(inner) or inner
    return (
        is_placeholder(inner)
        or any(is_placeholder(part) for part in re.split(r"[:@.]", inner))
        or bool(
            re.search(
                r"(?i)your|example|placeholder|not-a-secret|changeme|x{4,}|\*{3,}|\.{3}|<|\{",
                inner,
            )
        )
    )


def is_random(text: str) -> bool:
    """Whether a token of 32 characters or more looks as if chance had made it: letters of both
    cases, digits, no words.
    """
    text = text.rstrip("=")
    if not 32 <= len(text) <= _LONGEST_TOKEN or text.startswith(("sha256-", "sha384-", "sha512-")):
        return False
    kinds = (str.isupper, str.islower, str.isdigit)
    if not all(any(kind(char) for char in text) for kind in kinds):
        return False
    if sum(char in "-_/" for char in text) > len(text) / 6:  # words that are joined
        return False
    changes = sum(_kind(one) != _kind(two) for one, two in pairwise(text))
    return (
        changes >= len(text) * _LEAST_CHANGES
        and _entropy(text) >= _LEAST_BITS
        and not _decodes_to_text(text)
    )


def _kind(char: str) -> int:
    return char.isupper() + 2 * char.isdigit() + 3 * (not char.isalnum())


def _decodes_to_text(text: str) -> bool:
    """Whether it is base64 of a readable text, such as the cursor of a list, which is searched by
    what it says.
    """
    plain = decoded_base64(text)
    return plain is not None and plain.isprintable() and plain.isascii()


def _entropy(text: str) -> float:
    counts = Counter(text)
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts.values())
