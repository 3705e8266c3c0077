"""Lines that name a method and an address, in one or with labels."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docbound.draft.blocks import At, Text
from docbound.draft.interpreter.paths import DECLARATION, METHOD
from docbound.draft.vocabulary import languages, words


def declaration(text: str) -> tuple[str, str, str] | None:
    """The method, the address and the rest of a line such as ``GET /boats``; None for any other."""
    text = " ".join(text.split())
    found = DECLARATION.match(text)
    if not found or len(text) > 400:
        return None
    rest = (found["rest"] or "").strip()
    if re.fullmatch(r"HTTP/[\d.]+", rest):
        rest = ""
    return found["method"].upper(), found["target"], rest


def label_of(text: str) -> tuple[str, str]:
    """What a line such as ``Method: GET`` announces (``method``, ``url`` or ""), and the rest."""
    found = re.match(
        r"\s*+(?P<label>[^:：\n]{2,30}?)(?<!\s)\s*+[:：]\s*+(?P<rest>\S++(?: \S++){0,2}+)\s*+$",
        text,
    )
    if not found:
        return "", text.strip()
    label = Text(value=found["label"], at=At(source="", line=0))
    role = next(iter(words.columns([label])), "")
    if role not in ("method", "url") and words.section(found["label"]).kind == "declaration":
        role = "url"
    return (role, found["rest"]) if role in ("method", "url") else ("", text.strip())


def labelled(text: str) -> tuple[str, str, str] | None:
    """``Endpoint: PUT /rooms/{room}``: a declaration behind a label."""
    role, rest = label_of(text)
    return declaration(rest) if role else None


def pair_of_lines(lines: Iterable[str]) -> tuple[str, str]:
    """The method and the address that lines such as ``Method: GET`` and ``Path: /users`` name."""
    method = target = ""
    for text in lines:
        label, colon, value = text.partition(":") if ":" in text else text.partition("：")
        text = f"{languages.column(label.strip())}{colon}{value}"
        found = re.match(rf"(?:http )?(?:method|verb)\s*[:：]\s*({METHOD})\s*$", text, re.I)
        method = found[1].upper() if found else method
        found = re.match(r"(?:url|uri|path|endpoint|route)\s*[:：]\s*(\S+)\s*$", text, re.I)
        target = found[1] if found and re.match(r"/|https?://", found[1]) else target
    return method, target
