"""Signatures of what a service sends by itself, by the headers that its description gives to
webhooks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, cast

from docbound.document.pointers import unescape
from docbound.service import JSONValue

from .suggestion import Described, Suggestion

_STANDARD: Final = "webhook-signature"
_SIGNATURE: Final = re.compile(r"signature|hmac|\bsig\b", re.IGNORECASE)
_MOMENT: Final = re.compile(r"timestamp", re.IGNORECASE)
_ALGORITHM: Final = re.compile(r"sha-?(256|512|384|1)\b", re.IGNORECASE)


def suggest(described: Described) -> Iterator[Suggestion]:
    """One proposal: the header that is there in every webhook that has one."""
    root = described.document.root
    if "webhooks" in described.given:
        return
    found: dict[str, tuple[str, str]] = {}
    moment = ""
    for name, text, where in _headers(root):
        if _MOMENT.search(name):
            moment = moment or name
        elif _SIGNATURE.search(name):
            found.setdefault(name, (text, where))
    if len(found) != 1 or _STANDARD in map(str.lower, found):
        return  # None, several, or what a package expects anyway.
    ((header, (text, where)),) = found.items()
    hint = f"{header} {text}"
    value: dict[str, JSONValue] = {"scheme": "hmac", "header": header}
    algorithm = _ALGORITHM.search(hint)
    if algorithm is not None and algorithm[1] != "256":
        value["algorithm"] = f"sha{algorithm[1]}"
    prefix = re.search(r"(sha\d+=|v\d=)", text)
    if prefix is not None:
        value["prefix"] = prefix[1]
    encoding = "base64" if "base64" in text.lower() else "hex" if "hex" in text.lower() else ""
    value["encoding"] = encoding or "hex"
    unsure = [] if encoding else ["whether it is hex or base64"]
    if moment:
        value |= {"timestamp_header": moment, "signed": "{timestamp}.{body}"}
        unsure.append("what exactly is signed")
    yield Suggestion(
        section="webhooks",
        key="",
        value=value,
        reason=f"the webhook {where} has the header `{header}`"
        + (f", and `{moment}`" if moment else ""),
        unsure=" and ".join(unsure),
    )


def _headers(root: Mapping[str, JSONValue]) -> Iterator[tuple[str, str, str]]:
    """Name, description and webhook of each header parameter of a webhook."""
    section = root.get("webhooks") or root.get("x-webhooks")
    for name, item in _members(section):
        for method, operation in _members(item):
            holder = operation if isinstance(operation, dict) else {}
            lists = [holder.get("parameters")]
            if method == "parameters":
                lists = [operation]
            for each in lists:
                for parameter in each if isinstance(each, list) else ():
                    found = _followed(root, parameter)
                    if str(found.get("in")).lower() == "header":
                        yield str(found.get("name")), str(found.get("description") or ""), name


def _members(value: JSONValue) -> Iterator[tuple[str, JSONValue]]:
    if isinstance(value, dict):
        yield from value.items()


def _followed(root: Mapping[str, JSONValue], value: JSONValue) -> Mapping[str, JSONValue]:
    """A parameter, or the one of this document that it refers to."""
    found: JSONValue = value
    reference = value.get("$ref") if isinstance(value, dict) else None
    if isinstance(reference, str) and reference.startswith("#/"):
        found = cast("JSONValue", root)
        for part in reference[2:].split("/"):
            found = found.get(unescape(part)) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}
