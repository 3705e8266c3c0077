"""The name of a file in ``Content-Disposition`` (RFC 6266, with RFC 8187 for names beyond ASCII).

Names come from outside: they are reduced to what can be a name in a folder on every system.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from ..lazy_patterns import lazy_pattern

_BETWEEN: Final = lazy_pattern(r"[;\s]*")
_NAME: Final = lazy_pattern(r'[^;="]*')
_BLANKS: Final = lazy_pattern(r"\s*")
_QUOTED: Final = lazy_pattern(r'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)
_PLAIN: Final = lazy_pattern(r"[^;]*")
_EXTENDED: Final = lazy_pattern(r"([\w!#$%&+^`{}~.-]+)'[^';]*'([^;\"\s]*)", re.DOTALL)
"""``UTF-8'en'na%C3%AFve.txt``."""
_NUMBERED: Final = lazy_pattern(r"filename\*([0-9]{1,3})(\*?)")
_CHARSETS: Final = frozenset(("utf-8", "utf8", "iso-8859-1", "latin1", "us-ascii", "windows-1252"))
"""Those of RFC 8187, and what is seen instead."""
_LONGEST: Final = 255
"""Bytes that a file's name may have on most systems."""
_DEVICE: Final = lazy_pattern(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)",
    re.IGNORECASE,
)
"""Names that Windows takes for devices, whatever follows their first dot, and blanks before it."""
_SPECIAL: Final = (".", "~", "-")
"""What no name begins with: it would be a hidden file, such as one that a shell runs when it
starts; the home of a user, to who expands it; an option, to a command that gets it.
"""
_RESERVED: Final = lazy_pattern(r'[:*?"<>|]')
"""What no name has on Windows; what stands behind a colon is read as a stream there."""


def file_name(disposition: str) -> str:
    """The file name, reduced to its last part; an empty string if there is none.

    The extended form goes before the plain one (RFC 6266, section 4.3), unless it is unreadable;
    one that comes in numbered parts (RFC 2231) is put together.
    """
    given = _parameters(disposition)
    return _safe(
        _extended(given.get("filename*", "")) or given.get("filename", "") or _numbered(given)
    )


def _parameters(disposition: str) -> dict[str, str]:
    """The parameters by their names in lower case; of several with one name the first. Each
    character is looked at once, whatever is not closed.
    """
    found: dict[str, str] = {}
    at = 0
    while at < len(disposition):
        at = _end(_BETWEEN, disposition, at)
        end = _end(_NAME, disposition, at)
        name = disposition[at:end].strip().lower()
        at = end + 1
        if disposition[end : end + 1] != "=":
            continue  # The type, or what is no parameter.
        at = _end(_BLANKS, disposition, at)
        if disposition[at : at + 1] == '"':
            end = _end(_QUOTED, disposition, at + 1)
            text = re.sub(r'\\(["\\])', r"\1", disposition[at + 1 : end])
            end = _end(_PLAIN, disposition, end)
        else:
            end = _end(_PLAIN, disposition, at)
            text = disposition[at:end].strip()
        at = end
        found.setdefault(name, text)
    return found


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Where a pattern that also matches nothing ends."""
    found = pattern.match(text, start)
    return start if found is None else found.end()


def _extended(text: str) -> str:
    found = _EXTENDED.fullmatch(text)
    return "" if found is None else _decoded(unquote_to_bytes(found[2]), found[1])


def _decoded(octets: bytes, charset: str) -> str:
    if charset.lower() not in _CHARSETS:
        return ""
    try:
        return octets.decode(charset)
    except UnicodeDecodeError:
        return ""


def _numbered(given: dict[str, str]) -> str:
    parts = {
        int(found[1]): (text, bool(found[2]))
        for name, text in given.items()
        if (found := _NUMBERED.fullmatch(name))
    }
    if 0 not in parts:
        return ""
    charset, octets = "utf-8", b""
    for number in range(len(parts)):
        if number not in parts:
            break
        text, is_escaped = parts[number]
        if number == 0 and is_escaped and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        octets += unquote_to_bytes(text) if is_escaped else text.encode("utf-8", "replace")
    return _decoded(octets, charset) or octets.decode("utf-8", "replace")


def _safe(name: str) -> str:
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(character for character in name if character.isprintable())
    # Windows cuts blanks and dots at the end.
    name = _RESERVED.sub("_", name).strip().rstrip(". ")
    if name.startswith(_SPECIAL) or _DEVICE.match(name):
        name = f"_{name}"
    return _shortened(name)


def _shortened(name: str) -> str:
    """A name that is not too long; its last part behind a dot stays."""
    if len(name.encode()) <= _LONGEST:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix.encode()) > 20:
        stem, dot, suffix = name, "", ""
    room = _LONGEST - len(f"{dot}{suffix}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ") + dot + suffix
