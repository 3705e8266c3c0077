"""Names that a draft needs and no source gives: of operations and inline schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NOUNS = frozenset({"status", "access", "address", "always", "news", "https", "users", "process"})


def words_of(text: str) -> list[str]:
    """The words of a name or a label, in lower case."""
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text)
    text = re.sub(r"(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    return [word.lower() for word in re.split(r"[^A-Za-z0-9]+", text) if word]


def same_words(one: str, two: str) -> bool:
    """Whether two names are the same but for their spelling: ``account_id`` and ``accountId``,
    ``x_otp`` and ``X-OTP``.
    """
    return one == two or "".join(words_of(one)) == "".join(words_of(two))


def pascal(text: str) -> str:
    """A name for a schema."""
    name = "".join(word[:1].upper() + word[1:] for word in words_of(text))
    return name if name[:1].isalpha() else f"Model{name}"


def camel(text: str) -> str:
    """A name for an operation."""
    found = words_of(text)
    name = "".join([*found[:1], *(word[:1].upper() + word[1:] for word in found[1:])])
    return name if name[:1].isalpha() else f"call{name[:1].upper()}{name[1:]}"


def operation_name(method: str, path: str, summary: str) -> str:
    """A name for an operation that has none: from its label, else from method and path."""
    label = re.sub(r"[`'’*]", "", summary)
    found = words_of(label)
    small = {"a", "an", "the"}
    if found and re.fullmatch(r"[a-z]{2,}(?<!s)s", found[0]) and found[0] not in _NOUNS:
        # "Returns the list of buckets": a sentence about it, no label.
        found = []
    if 1 < len(found) <= 8 and not re.search(r"https?:|/|\{", label):
        return camel(" ".join(word for word in found if word not in small) or label)
    parts = [part for part in path.split("/") if part and not re.fullmatch(r"v\d+|api", part)]
    named: list[str] = []
    for index, part in enumerate(parts):
        if not part.startswith("{"):
            one = index + 1 < len(parts) and parts[index + 1].startswith("{")
            named.append(singular(part) if one else part)
        elif index == 0 or parts[index - 1].startswith("{"):
            named.append("by " + part.strip("{}"))
    return camel(" ".join([method.lower(), *named])) if named else f"{method.lower()}Root"


def singular(word: str) -> str:
    """One of what a plural names, as far as its spelling tells."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return (
        word[:-1]
        if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2
        else word
    )


class Names:
    """Names that are taken, whatever their case."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.lower() for name in taken}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._taken

    def take(self, name: str) -> str:
        """The name, or the name with a number, so that it is new; it is taken from now on."""
        candidate, count = name, 2
        while candidate in self:
            candidate, count = f"{name}{count}", count + 1
        self._taken.add(candidate.lower())
        return candidate
