"""The name of a file in ``Content-Disposition`` (RFC 6266, with RFC 8187 for names beyond
ASCII).
"""

from __future__ import annotations

import re
from email.message import Message
from urllib.parse import unquote_to_bytes

_EXTENDED = re.compile(
    r"""(?:^|;)\s*filename\*\s*=\s*"?([\w!#$%&+^`{}~.-]+)'[^';]*'([^;"\s]*)"?""", re.I
)
"""``filename*=UTF-8'en'na%C3%AFve.txt``; some services put it in quotes."""


def file_name(disposition: str) -> str:
    """The file name, reduced to its last part because it comes from outside; an empty string if
    there is none.

    The extended form goes before the plain one (RFC 6266, section 4.3), unless it is unreadable.
    """
    name = _extended(disposition) or _plain(disposition)
    name = name.replace("\\", "/").rpartition("/")[2].strip()
    name = "".join(character for character in name if character.isprintable())
    return "" if name in (".", "..") else name


def _extended(disposition: str) -> str:
    found = _EXTENDED.search(disposition)
    if found is None:
        return ""
    try:
        return unquote_to_bytes(found[2]).decode(found[1])
    except (LookupError, UnicodeDecodeError):
        return ""


def _plain(disposition: str) -> str:
    # This also puts together a name that comes in numbered parts (RFC 2231).
    message = Message()
    message["Content-Disposition"] = re.sub(r"(?i)(^|;)\s*filename\*\s*=[^;]*", r"\1", disposition)
    return message.get_filename("")
