"""The names of fields: marks around them, and what generators write before reserved ones."""

from __future__ import annotations

import re
from typing import Final

from docbound.draft.vocabulary.type_words import looks_like_type

NAME: Final = re.compile(r"(?:r#)?[\w$@!~+-][\w$@.\-\[\]/:+~]*")
_LEADING: Final = re.compile(
    r"^\s*(?P<marks>(?:(?:»|↳|└─*|├─*|–|—|→|>|&nbsp;|\u00a0|\.{2,}|-(?=\s))\s*)+)"
)
_STAR: Final = re.compile(r"^\s*\*|\*`?\s*$|`\*`|\(\*\)")
RESERVED: Final = re.compile(
    r"param_?[cC]allback|param_self|r#\w+|var_\w+|[vV]ar[A-Z]\w*"
    r"|property(?:Size|Values|Entries|Keys)"
    r"|_(?:abstract|and|arguments|as|assert|async|await|boolean|break|byte|case|catch|char|class"
    r"|const|continue|debugger|def|default|del|delete|do|double|elif|else|end|enum|eval|except"
    r"|export|extends|extension|false|final|finally|float|for|from|func|function|global|goto|if"
    r"|implements|import|in|init|instanceof|int|interface|internal|is|lambda|let|long|namespace"
    r"|native|new|nil|none|not|null|object|open|operator|or|package|pass|private|protected"
    r"|protocol|public|raise|repeat|return|self|short|static|struct|super|switch|this|throw|true"
    r"|try|type|typeof|union|var|void|where|while|with|yield)"
)
"""Names as generators write those that a client's language reserves (``_class``, ``varNamespace``
for C#, ``propertySize`` for Kotlin).
"""


def own_name(name: str) -> str:
    """A parameter's own name, without what the generator put before it."""
    if name.lower().endswith("callback"):
        return "callback"
    plain = re.sub(r"^(?:var_?|Var|param_|r#|_|property(?=[A-Z]))", "", name)
    return plain[:1].lower() + plain[1:] if name[:1].islower() else plain


def name_cell(text: str) -> tuple[str, int, bool | None, str]:
    """A name, how deep it is nested, whether a mark makes it required, and a type that is in
    the same cell.
    """
    required: bool | None = None
    depth = 0
    leading = _LEADING.match(text)
    if leading:
        depth = (
            len(re.findall(r"»|↳|└─*|├─*|–|—|→|>|-|&nbsp;&nbsp;|\u00a0{2}", leading["marks"])) or 1
        )
        text = text[leading.end() :]
    if _STAR.search(text) or "\n*" in text:
        required = True
        text = re.sub(r"`\s*\*+\s*`|\*+|\(\s*\)", "", text)
    stated = re.search(r"\b(required|optional|mandatory)\b", text, re.I)
    if stated and not re.fullmatch(r"`?\w+`?", text.strip()):
        required = stated[1].lower() != "optional"
        text = text[: stated.start()] + text[stated.end() :]
    coded = re.match(r"\s*`([^`]+)`\s*(?P<rest>.*)$", text, re.S)
    name, rest = (coded[1], coded["rest"]) if coded else (text, "")
    if not coded:
        first, _, rest = text.strip().partition("\n")
        name = first
        if " " in name.strip() and (
            found := re.match(r"([\w.\[\]-]+)\s*(\(.*\)|\S+)$", name.strip())
        ):
            name, rest = found[1], found[2] + " " + rest
    name = name.strip().strip("\"'").rstrip(":").strip()
    name = re.sub(r"^\?|^&", "", name)
    if not NAME.fullmatch(name) or len(name) > 100:
        return "", 0, None, ""
    inline = rest.strip().strip("()[], \n")
    return name, depth, required, inline if looks_like_type(inline) else ""
