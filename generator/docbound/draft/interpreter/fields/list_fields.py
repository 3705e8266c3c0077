"""Items of lists and paragraphs as fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docbound.draft.blocks import At, Field, Item, Listing, Text
from docbound.draft.interpreter.fields.names import NAME, name_cell
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import words
from docbound.draft.vocabulary.type_words import KNOWN_FORMATS, looks_like_type
from docbound.records import record

_ITEM: Final = re.compile(
    r"^\s*(?P<names>`[^`\n]+`(?:\s*(?:,|/|and|or)\s*`[^`\n]+`)*)\s*(?:\((?P<round>[^)\n]*)\)|(?P<type>[A-Za-z][\w\[\]<>|]*)(?=\s*(?:[-–—:,]|$|\()))?\s*(?:\((?P<more>[^)\n]*)\))?\s*(?P<mark>[:–—-]|$|\.\s)?\s*(?P<rest>.*)$",
    re.S,
)
_PLAIN_ITEM: Final = re.compile(
    r"^\s*(?P<names>[a-z_][\w.\[\]-]*)\s*\((?P<round>[^)\n]+)\)\s*(?P<mark>[:–—-]|$)?\s*(?P<rest>.*)$",
    re.S,
)
_EXEMPLIFIED: Final = re.compile(
    r"\s*(?P<name>[\w.\[\]-]+):\s*`(?P<example>[^`\n]*)`\s*\((?P<round>[^()\n]*)\)"
    r"\s*(?:[-–—]\s*(?P<rest>.*))?$",
    re.S,
)
"""``limit: `10` (number, optional) - How many``, as API Blueprint has it."""
_MARKED: Final = re.compile(
    r"\s*(?:`(?P<code>[^`\n]+)`|(?P<bare>[A-Za-z_$][\w.\[\]$-]*))(?=[\s(:])"
)
_MARK: Final = re.compile(
    r"\s*+(?:[,:·•—–-]\s*+)?(?:`(?P<code>[^`\n]+)`|\((?P<round>[^()\n]*)\)|\[(?P<square>[^\[\]\n]*)\]"
    r"|<(?P<angle>[\w-]+)>|(?P<word>[A-Za-z][\w\[\]<>|]*))"
)
_REQUIREMENT: Final = {"required": True, "mandatory": True, "optional": False}


def paragraph_fields(text: Text, at: At) -> list[Field]:
    """A paragraph that is a field: ``limit `integer` · optional``, and what it means after it."""
    return list(_marked_field(Item(text=text, at=at)))


def list_fields(listing: Listing, ledger: UsedStatements) -> list[Field]:
    """The items of a list as fields, where they begin with a name; empty if none of them does."""
    found: list[Field] = []
    for item in listing.items:
        made = list(_item_fields(item))
        found.extend(made)
        if made:
            ledger.use(item.at)
    return found


def _item_fields(item: Item) -> Iterator[Field]:
    if item.term is not None:
        yield from _term_field(item)
        return
    value = item.text.value
    shown = _EXEMPLIFIED.match(value)
    if shown:
        required, kind = _brackets(shown["round"])
        text = Text(value=(shown["rest"] or "").strip(), at=item.text.at)
        yield Field(
            name=shown["name"],
            at=item.at,
            type=kind,
            required=required,
            example=shown["example"],
            text=text,
            children=item.children,
        )
        return
    found = _ITEM.match(value) or _PLAIN_ITEM.match(value)
    if not found:
        yield from _marked_field(item)
        return
    groups = found.groupdict()
    brackets = " ".join(part for part in (groups.get("round"), groups.get("more")) if part)
    kind = groups.get("type") or ""
    rest = found["rest"].strip()
    if kind and not looks_like_type(kind):
        rest, kind = f"{kind} {rest}".strip(), ""
    required, type_text = _brackets(brackets)
    if not groups.get("mark") and not brackets and not kind and rest:
        yield from _marked_field(item)
        return
    if required is None:
        required = words.stated_requirement(rest)
    for name in re.findall(r"`([^`]+)`", found["names"]) or [found["names"]]:
        star = name.endswith("*")
        name = name.strip().rstrip("*:").strip("\"'")
        if NAME.fullmatch(name):
            yield Field(
                name=name,
                at=item.at,
                type=type_text or kind,
                required=True if star else required,
                text=Text(value=rest, at=item.text.at, links=item.text.links),
                children=item.children,
            )


@record(frozen=False)
class _Marks:
    """What follows a name: its type, whether it is required, and how far that goes."""

    end: int
    type: str = ""
    required: bool | None = None
    is_sure: bool = False


def _marked_field(item: Item) -> Iterator[Field]:
    """A name with its type behind it, and then words: ``url `string` (uri) required - Where to``.

    A name that is no code needs a type in code, in brackets or a word such as *required*: any
    sentence may begin with two words of which the second is a type.
    """
    value = item.text.value
    found = _MARKED.match(value)
    if not found:
        return
    marks = _marks_of(value, found.end())
    rest = value[marks.end :]
    separated = re.match(r"\s*(?:[-–—:.]|\n|$)", rest)
    is_known = marks.is_sure or (found["code"] is not None and marks.type)
    if not is_known or not (separated or (marks.is_sure and marks.type)):
        return
    name = (found["code"] or found["bare"]).strip().strip("\"'")
    rest = re.sub(r"^\s*[-–—:.]\s*", "", rest).strip()
    required = marks.required
    if required is None:
        required = words.stated_requirement(rest)
    if NAME.fullmatch(name.rstrip("*")):
        yield Field(
            name=name.rstrip("*"),
            at=item.at,
            type=marks.type,
            required=True if name.endswith("*") else required,
            text=Text(value=rest, at=item.text.at, links=item.text.links),
            children=item.children,
        )


def _marks_of(value: str, start: int) -> _Marks:
    marks = _Marks(end=start)
    while found := _MARK.match(value, marks.end):
        word = (found["word"] or "").lower()
        bracketed = found["round"] or found["square"] or found["angle"]
        if found["code"] is not None and not marks.type and looks_like_type(found["code"]):
            marks.type, marks.is_sure = found["code"], True
        elif bracketed is not None:
            if not _take_brackets(marks, bracketed):
                break
        elif word in _REQUIREMENT:
            marks.required = _REQUIREMENT[word]
            marks.is_sure = marks.is_sure or bool(marks.type)
        elif word and not marks.type and looks_like_type(found["word"]):
            marks.type = found["word"]
        else:
            break
        marks.end = found.end()
    return marks


def _take_brackets(marks: _Marks, text: str) -> bool:
    """Notes what stands in brackets; False where it is neither a type nor a requirement."""
    required, kind = _brackets(text)
    if required is None and not kind:
        return False
    if required is not None:
        marks.required = required
    if marks.type and kind and kind.lower() != marks.type.lower():
        marks.type = f"{marks.type} ({kind})"
    marks.type = marks.type or kind
    marks.is_sure = True
    return True


def _term_field(item: Item) -> Iterator[Field]:
    assert item.term is not None
    name, _, required, inline = name_cell(item.term.value)
    if not name or re.fullmatch(r"[1-5]\d\d", name):
        return
    rest = item.text.value
    typed = re.match(
        r"\s*+\(?(?P<type>[^\n.():–—]+?)(?<!\s)\)?\s*(?:[-–—:.]|\n|$)\s*+(?P<rest>.*)$",
        rest,
        re.S,
    )
    if (
        not inline
        and typed
        and looks_like_type(re.sub(r",?(?<!\s)\s*+(required|optional)", "", typed["type"]))
    ):
        inline, rest = typed["type"], typed["rest"]
        stated = (
            words.stated_requirement(inline) if re.match(r"required|optional", inline) else None
        )
        if "required" in inline.lower() or "optional" in inline.lower():
            required = "required" in inline.lower() if stated is None else stated
    if required is None:
        required = words.stated_requirement(rest)
    yield Field(
        name=name,
        at=item.at,
        type=inline,
        required=required,
        text=Text(value=rest, at=item.text.at, links=item.text.links + item.term.links),
        children=item.children,
    )


def _brackets(text: str) -> tuple[bool | None, str]:
    required: bool | None = None
    kinds: list[str] = []
    for part in map(str.strip, re.split(r"[,;]", text)):
        word = part.strip("*`_ ").lower()
        if word in ("required", "mandatory"):
            required = True
        elif word == "optional":
            required = False
        elif looks_like_type(part.strip("*` ")):
            kinds.append(part.strip("*` "))
        elif kinds and word.split()[-1:] and word.split()[-1] in KNOWN_FORMATS and " " in word:
            kinds.append(word.split()[-1])
    if not kinds:
        return required, ""
    form = next((kind.lower() for kind in kinds[1:] if kind.lower() in KNOWN_FORMATS), "")
    return required, f"{kinds[0]} ({form})" if form and "(" not in kinds[0] else kinds[0]
