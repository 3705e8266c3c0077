"""Names with their values in texts of no known form, in XML and in HTML."""

from __future__ import annotations

import re
from typing import Final, Protocol

from .placeholders import is_placeholder
from .sensitive_names import Rules

_PAIR: Final = re.compile(r"""(?ix)
        (?P<name> [\w.-]{2,60} )
        (?P<mark> ["']? \s* [=:] \s* ) (?:
            (?P<quote> ["'] ) (?P<quoted> [^"'\r\n]{1,4096} ) (?= (?P=quote) )
            | ["']? (?P<bare> [^\s"'&,;<>(){}\[\]]{1,4096} ) )
    """)
_ASSIGNED: Final = re.compile(_PAIR.pattern.replace("[=:]", "="), re.IGNORECASE | re.VERBOSE)
_WORD: Final = re.compile(r"[a-z]+")
_ELEMENT: Final = re.compile(
    r"<((?:[\w.-]++:)?+([\w.-]++))([^<>]*+)>(?:<!\[CDATA\[([^\]]++)\]\]>|([^<>]++))</\1>"
)
_TAG: Final = re.compile(r"(?i)<(?:input|meta|param|property|add)\b[^<>]*+>")
_ATTRIBUTE: Final = re.compile(r"""(?<![\w-])([\w-]++)=(["'])([^"']++)\2""")


class NamedSecrets(Protocol):
    """What knows the secrets and their stand-ins: a redactor."""

    @property
    def rules(self) -> Rules:
        """What counts as a secret."""
        ...

    def know(self, value: str, name: str) -> str:
        """The stand-in of a secret, remembered from now on."""
        ...


def rewrite_pairs(text: str, secrets: NamedSecrets, *, colons: bool = True) -> str:
    """``name=value``, ``name: value`` and ``"name": "value"`` with the values of secret names
    replaced. Behind a name that is none goes on what may be a pair itself: ``data: "password":
    "..."``.

    Args:
        text: any text.
        secrets: the redactor.
        colons: whether a colon stands between name and value; in sentences it says nothing.
    """
    pattern = _PAIR if colons else _ASSIGNED
    out: list[str] = []
    end = 0
    while match := pattern.search(text, end):
        value = match["quoted"] or match["bare"]
        # A word of a sentence is no value: `password: must not be empty`.
        is_word = ":" in match["mark"] and match["quoted"] is None and _WORD.fullmatch(value)
        is_name = secrets.rules.is_secret_field(match["name"]) and not is_placeholder(match["name"])
        if is_word or not is_name:
            out.append(text[end : match.end("mark")])
            end = match.end("mark")
            continue
        out += text[end : match.end() - len(value)], secrets.know(value, match["name"])
        end = match.end()
    return "".join([*out, text[end:]])


def rewrite_markup(text: str, secrets: NamedSecrets) -> str:
    """XML or HTML with the contents of elements of secret names replaced, and the values of fields
    of forms (``<input name= value=>``) and facts of pages (``<meta name= content=>``).
    """
    if "<" not in text:
        return text

    def named(name: str, value: str) -> str:
        return secrets.know(value, name) if secrets.rules.is_secret_field(name) else value

    def element(match: re.Match[str]) -> str:
        inner = named(match[2], match[4] or match[5])
        if match[4]:
            inner = f"<![CDATA[{inner}]]>"
        return f"<{match[1]}{match[3]}>{inner}</{match[1]}>"

    def tag(match: re.Match[str]) -> str:
        given = {found[1].lower(): found[3] for found in _ATTRIBUTE.finditer(match[0])}
        name = next((given[key] for key in ("name", "property", "id") if key in given), "")

        def attribute(found: re.Match[str]) -> str:
            if found[1].lower() not in ("value", "content"):
                return found[0]
            return f"{found[1]}={found[2]}{named(name, found[3])}{found[2]}"

        return _ATTRIBUTE.sub(attribute, match[0])

    return _TAG.sub(tag, _ELEMENT.sub(element, text))
