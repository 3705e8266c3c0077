"""Replaces secrets in samples and recorded calls, before anything is written or printed."""

from __future__ import annotations

import re
from typing import Final

from docbound.redaction import find_secrets
from docbound.redaction.sensitive_names import is_secret_name

REPLACEMENT: Final = "<REDACTED>"

_NAMED: Final = re.compile(
    r"(?P<before>(?<![\w-])(?:(?![A-Za-z])[\w-])*+(?P<name>[A-Za-z][\w-]*+)[\"']?\s*+[:=]\s*+[\"']?(?:(?:bearer|basic|token|digest|apikey|api-key)\s+)?)"
    r"(?P<value>[^\"'\s,;&}{)\]]+)",
    re.I,
)
_USER: Final = re.compile(
    r"(?P<before>(?<!\S)(?:-u|--user|--auth|-a)[\s=]+[\"']?)(?P<value>[^\s\"']+)"
)
_PLACEHOLDER: Final = re.compile(
    r"<.*|\{.*|\$.*|[A-Z_]{3,}|xxx.*|\*\*\*.*|\.\..*|.*redacted.*|your.*|my[-_].*|string|null|none|true|false|(?:bearer|basic|token)|\d{1,3}|[|`]",
    re.I | re.S,
)


def redact_text(text: str) -> tuple[str, int]:
    """A text with the secrets in it replaced, and how many there were.

    Replaced are values behind names of secrets, users of curl and httpie, and whatever has the
    shape of a secret. What only is for one (``<token>``, ``YOUR_KEY``) is left as it is.
    """
    count = 0

    def replace(found: re.Match[str]) -> str:
        nonlocal count
        name = found.groupdict().get("name")
        if _PLACEHOLDER.fullmatch(found["value"]) or (
            name is not None and not is_secret_name(name, in_body=True)
        ):
            return found[0]
        count += 1
        return f"{found['before']}{REPLACEMENT}"

    text = _USER.sub(replace, _NAMED.sub(replace, text))
    for secret in sorted(find_secrets(text), key=lambda item: -item.start):
        text = f"{text[: secret.start]}{REPLACEMENT}{text[secret.end :]}"
        count += 1
    return text, count


def without_secrets(text: str) -> str:
    """A description or a label in which nothing has the shape of a secret."""
    for secret in sorted(find_secrets(text), key=lambda item: -item.start):
        text = f"{text[: secret.start]}{REPLACEMENT}{text[secret.end :]}"
    return text


def looks_secret(value: str) -> bool:
    """Whether a value has the shape of a credential."""
    return any(True for _ in find_secrets(value))


def carries_secret(name: str) -> bool:
    """Whether a header, a parameter or a field of that name holds a secret."""
    return is_secret_name(name)
