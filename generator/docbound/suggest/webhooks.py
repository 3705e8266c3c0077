"""Signatures of what a service sends by itself, by the headers that its description gives to
webhooks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, cast

from docbound.document.pointers import escape, unescape
from docbound.records import record
from docbound.service import JSONValue, Pointer

from .suggestion import Described, Suggestion

_STANDARD: Final = "webhook-signature"
_SIGNATURE: Final = re.compile(r"signature|hmac|\bsig\b", re.IGNORECASE)
_MOMENT: Final = re.compile(r"timestamp", re.IGNORECASE)
_PREFIX: Final = re.compile(r"(?<![A-Za-z0-9])(sha\d+=|v\d=)")
_MOMENT_INSIDE: Final = re.compile(r"(?<![A-Za-z0-9])t=")
_TEMPLATE: Final = re.compile(r"(?<![\w:.-])[\w:.-]*+\{(?:timestamp|body)\}[\w:.{}-]*")
"""What is signed, where the description spells it out: ``v0:{timestamp}:{body}``."""
_ADDRESS: Final = re.compile(r"\bur[li]\b|\bmethod\b|form", re.IGNORECASE)
_ALGORITHM: Final = re.compile(r"sha-?(256|512|384|1)\b", re.IGNORECASE)
_PUBLIC_KEY: Final = re.compile(r"ed25519|ecdsa|\brsa\b", re.IGNORECASE)
_OF_PUBLIC_KEYS: Final[Mapping[str, str]] = {
    "ed25519": "ed25519",
    "ecdsa": "ecdsa-sha256",
    "rsa": "rsa-sha256",
}


@record
class _Header:
    """A header of webhooks: what is said about it, by which webhook first, and where.

    ``text`` has its descriptions and its examples.
    """

    text: str
    webhook: str
    places: tuple[Pointer, ...]


def suggest(described: Described) -> Iterator[Suggestion]:
    """One proposal: the header that is there in every webhook that has one."""
    if "webhooks" in described.given:
        return
    headers = _headers(described.document.root)
    moments = [name for name in headers if _MOMENT.search(name)]
    found = [name for name in headers if _SIGNATURE.search(name) and name not in moments]
    if len(found) != 1 or found[0].lower() == _STANDARD:
        return  # None, several, or what a package expects anyway.
    header = headers[found[0]]
    value = _scheme(found[0], header.text)
    prefix = _PREFIX.search(header.text)
    if prefix is not None:
        value["prefix"] = prefix[1]
    low = header.text.lower()
    encoding = "base64" if "base64" in low else "hex" if "hex" in low else ""
    value["encoding"] = encoding or "hex"
    unsure = [] if encoding else ["whether it is hex or base64"]
    if value["scheme"] == "public_key":
        value["secret_encoding"] = value["encoding"]
        unsure.append("how the public key is written")
    unsure += _signed(value, header.text, moments)
    yield Suggestion(
        section="webhooks",
        key="",
        value=value,
        reason=f"the webhook {header.webhook} has the header `{found[0]}`"
        + (f", and `{moments[0]}`" if moments else ""),
        unsure=" and ".join(unsure),
        lines=described.lines([*header.places, *(headers[m].places[0] for m in moments[:1])]),
    )


def _scheme(name: str, text: str) -> dict[str, JSONValue]:
    """What kind of signature a header has, as far as its name and its text say so."""
    kind = _PUBLIC_KEY.search(f"{name} {text}")
    if kind is not None:
        algorithm = _OF_PUBLIC_KEYS[kind[0].lower()]
        return {"scheme": "public_key", "header": name, "algorithm": algorithm}
    found = _ALGORITHM.search(f"{name} {text}")
    value: dict[str, JSONValue] = {"scheme": "hmac", "header": name}
    if found is not None and found[1] != "256":
        value["algorithm"] = f"sha{found[1]}"
    return value


def _signed(value: dict[str, JSONValue], text: str, moments: list[str]) -> list[str]:
    """Puts into ``value`` what is signed; gives what the description does not say of it."""
    if _MOMENT_INSIDE.search(text):
        value |= {"timestamp_prefix": "t=", "signed": "{timestamp}.{body}"}
    elif moments:
        value |= {"timestamp_header": moments[0], "signed": "{timestamp}.{body}"}
    stated = _TEMPLATE.search(text)
    if stated is not None:
        value["signed"] = stated[0].strip(".")
        return []
    covers_more = "signed" in value or _ADDRESS.search(text)
    return ["what exactly is signed"] if covers_more else []


def _headers(root: Mapping[str, JSONValue]) -> dict[str, _Header]:
    """The header parameters of all webhooks, by name."""
    found: dict[str, _Header] = {}
    for key in ("webhooks", "x-webhooks"):
        for webhook, item in _members(root.get(key)):
            for method, operation in _members(item):
                holder = operation if isinstance(operation, dict) else {}
                given = operation if method == "parameters" else holder.get("parameters")
                where = f"#/{key}/{escape(webhook)}/{escape(method)}"
                where += "" if method == "parameters" else "/parameters"
                for index, each in enumerate(given if isinstance(given, list) else ()):
                    parameter = _followed(root, each)
                    if str(parameter.get("in")).lower() == "header":
                        _add(found, parameter, webhook, f"{where}/{index}")
    return found


def _add(
    found: dict[str, _Header], parameter: Mapping[str, JSONValue], webhook: str, place: Pointer
) -> None:
    name = str(parameter.get("name"))
    schema = parameter.get("schema")
    texts = [parameter.get("description"), parameter.get("example")]
    if isinstance(schema, dict):
        texts += [schema.get("description"), schema.get("example")]
    text = " ".join(each for each in texts if isinstance(each, str))
    known = found.get(name)
    found[name] = _Header(
        text=f"{known.text} {text}" if known else text,
        webhook=known.webhook if known else webhook,
        places=(*known.places, place) if known else (place,),
    )


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
