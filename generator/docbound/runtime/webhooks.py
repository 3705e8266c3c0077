"""Webhooks: checks the signature of a request and decodes its payload."""

from __future__ import annotations

import base64
import binascii
import datetime
import hmac
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast
from urllib.parse import parse_qsl

from .errors import ApiTypeError, ApiValueError, WebhookVerificationError, kind_of
from .lazy_patterns import lazy_pattern
from .models.decoder import decoder
from .records import record

Secret: TypeAlias = str | bytes
HeaderFields: TypeAlias = (
    Mapping[str, str] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]
)

_PLACEHOLDER: Final = lazy_pattern(r"\{([^{}]*)\}")


@record
class WebhookSignature:
    """How a service signs what it sends: the body and what goes with it.

    Attributes:
        header: the header of the signature, or of several.
        algorithm: of HMAC the hash function, by its name in :mod:`hashlib`; or what a public key
            checks: ``ed25519``, ``ecdsa-sha256`` or ``rsa-sha256`` (it needs the extra
            ``webhooks``).
        encoding: that of a signature, ``hex`` or ``base64``.
        prefix: what is before a signature; others in the header are passed over.
        separator: what is between several signatures, or between the parts of the header.
        signed: what is signed: ``{body}``, ``{timestamp}``, ``{url}``, ``{form}`` (the fields of a
            form by their names, each name with its value and nothing between), and headers by their
            names.
        timestamp_header: the header of the moment of sending: seconds or milliseconds since 1970,
            or a date and time (RFC 3339).
        timestamp_prefix: what is before that moment, where it is a part of ``header``.
        tolerance: seconds that it may be away from now, into the past and into the future.
        secret_encoding: what a secret, or a public key, is: ``text`` (also PEM), ``hex`` or
            ``base64``.
        secret_prefix: what may be before a secret, and is no part of it.
        public: the signatures of public keys, where the service makes both kinds: an Ed25519 key
            begins with the first text, its signature with the second one.
    """

    header: str
    algorithm: str = "sha256"
    encoding: str = "hex"
    prefix: str = ""
    separator: str = ","
    signed: str = "{body}"
    timestamp_header: str = ""
    timestamp_prefix: str = ""
    tolerance: int = 300
    secret_encoding: str = "text"
    secret_prefix: str = ""
    public: tuple[str, str] | None = None


STANDARD: Final = WebhookSignature(
    header="webhook-signature",
    encoding="base64",
    prefix="v1,",
    separator=" ",
    signed="{webhook-id}.{timestamp}.{body}",
    timestamp_header="webhook-timestamp",
    secret_encoding="base64",
    secret_prefix="whsec_",
    public=("whpk_", "v1a,"),
)
"""Standard Webhooks (https://www.standardwebhooks.com): a secret (``whsec_``) checks symmetric
signatures, a public key (``whpk_``) asymmetric ones.
"""
_PRIVATE: Final = "whsk_"
_MOST: Final = 32
"""Signatures in a header that are looked at: a service signs with two or three keys at once;
each further one would cost another hash of the whole body.
"""
_EMPTY: Final = "secret is empty; anyone can sign with an empty secret"
_BLANK: Final = b" \t\r\n\0"
"""Bytes that alone are no secret; to HMAC, a key of NULs is the empty one."""
_PUBLIC_KEYS: Final = ("ed25519", "ecdsa-sha256", "rsa-sha256")
"""The algorithms whose signatures a public key checks."""


def unwrap(
    type_code: str,
    signature: WebhookSignature,
    body: str | bytes,
    headers: HeaderFields,
    secret: Secret | Iterable[Secret],
    *,
    now: float | None = None,
    url: str = "",
    has_forms: bool = False,
) -> Any:
    """The payload of a request of the service, after its signature has been checked; the arguments
    are those of :func:`verify` and :func:`parse`.

    Args:
        type_code: the type of the payload.
        signature: how the service signs.
        body: the body as received, not parsed and written again.
        headers: those of the request; capitals do not matter.
        secret: the shared secret or the public key, or several while one takes the place of
            another.
        now: the moment to compare with, in seconds since 1970; by default now.
        url: the address that the service sends to, where it signs that, too.
        has_forms: whether the body may be a urlencoded form.

    Raises:
        WebhookVerificationError: the signature is missing, old or wrong.
        InvalidJSONError: the body is signed, and no JSON.
    """
    octets = _octets(body)
    verify(signature, octets, headers, secret, now=now, url=url)
    return parse(type_code, octets, has_forms=has_forms)


def parse(type_code: str, body: str | bytes, *, has_forms: bool = False) -> Any:
    """The payload, without a look at who sent it.

    Args:
        type_code: what it is.
        body: as received.
        has_forms: whether it may be a urlencoded form.
    """
    octets = _octets(body)
    if has_forms and not octets.lstrip().startswith((b"{", b"[")):
        fields: dict[str, list[str]] = {}
        for name, value in _form(octets):
            fields.setdefault(name, []).append(value)
        return decoder(type_code).decode_value(
            {name: values if len(values) > 1 else values[0] for name, values in fields.items()}
        )
    return decoder(type_code).decode_json(octets)


def _form(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


def verify(
    signature: WebhookSignature,
    body: str | bytes,
    headers: HeaderFields,
    secret: Secret | Iterable[Secret],
    *,
    now: float | None = None,
    url: str = "",
) -> None:
    """Checks that one of the secrets has signed the body, and not long ago.

    Args:
        signature: how the service signs.
        body: the body as received, not parsed and written again.
        headers: those of the request; capitals do not matter.
        secret: the shared secret or the public key, or several while one takes the place of
            another.
        now: the moment to compare with, in seconds since 1970.
        url: the address that the service sends to, as the service knows it.

    Raises:
        WebhookVerificationError: the signature is missing, old or wrong.
        ApiTypeError: ``body``, ``headers`` or ``secret`` are something else.
        ApiValueError: no ``url`` is given where it is signed; a secret is empty, or is not encoded
            as it should be.
        MissingDependencyError: a public key is given, and the extra ``webhooks`` is not installed.
    """
    octets = _octets(body)
    if "{url}" in signature.signed and not url:
        raise ApiValueError(
            "the address is signed: give url=..., as the service knows it, with its query"
        )
    verifiers = [_verifier(signature, each) for each in _secrets(secret)]
    fields = _fields(headers)
    parts = _parts(signature, fields)
    given = {
        prefix: [
            each.removeprefix(prefix) for each in parts if _is_signature(signature, each, prefix)
        ]
        for prefix, _ in verifiers
    }
    if not any(given.values()):
        prefixes = " or ".join(repr(prefix) for prefix in given if prefix)
        raise WebhookVerificationError(
            f"the header {signature.header} holds no signature"
            + (f" that begins with {prefixes}" if prefixes else "")
        )
    if any(len(each) > _MOST for each in given.values()):
        raise WebhookVerificationError(
            f"the header {signature.header} holds more than {_MOST} signatures"
        )
    moment = _moment(signature, fields, parts, time.time() if now is None else now)
    message = _message(signature, octets, fields, moment, url)
    fits = False
    # Every pair is compared, so that the time tells nothing of which one fits.
    for prefix, check_of in verifiers:
        check = check_of(message)
        for text in given[prefix]:
            fits |= check(_decoded(text, signature.encoding) or b"")
    if not fits:
        raise WebhookVerificationError(
            "the signature does not fit: the secret is another one, or the body is not "
            "what was sent"
        )


def _octets(body: object) -> bytes:
    if isinstance(body, bytes | bytearray):
        return bytes(body)
    if isinstance(body, memoryview):
        return cast("memoryview[int]", body).tobytes()
    if isinstance(body, str):
        return _encoded(body, "body")
    raise ApiTypeError(
        f"body is the text or the octets of the request as they came, not a {kind_of(body)}"
    )


def _encoded(text: str, name: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise ApiValueError(
            f"{name} holds a lone surrogate, so that it is not what came; give it as bytes"
        ) from None


def _secrets(secret: Secret | Iterable[Secret]) -> list[Secret]:
    given = cast("object", secret)
    is_one = isinstance(given, (str, bytes))
    if not is_one and not isinstance(given, Iterable):
        raise ApiTypeError(f"secret is a str or bytes, or several, not a {kind_of(given)}")
    found = [secret] if isinstance(secret, (str, bytes)) else list(secret)
    for each in cast("list[object]", found):
        if not isinstance(each, (str, bytes)):
            raise ApiTypeError(f"secret is a str or bytes, not a {kind_of(each)}")
    if not found or not all(found):
        raise ApiValueError(_EMPTY)
    return found


_Check: TypeAlias = Callable[[bytes], bool]


def _verifier(signature: WebhookSignature, secret: Secret) -> tuple[str, Callable[[bytes], _Check]]:
    """What is before the signatures that a secret or a public key checks, and what checks them: a
    function of the message, which gives one of the signature. A secret hashes the message once.

    A public key never becomes a secret of HMAC: everyone has it, and could sign with it.
    """
    if signature.public is not None:
        head = secret if isinstance(secret, str) else secret.decode("latin-1")
        mark, prefix = signature.public
        if head.startswith(mark):
            key = _decoded(head.removeprefix(mark), signature.secret_encoding) or b""
            return prefix, _public_checker("ed25519", key)
        if head.startswith(_PRIVATE):
            raise ApiValueError(
                f"secret begins with {_PRIVATE!r}, which is a private key; give the public one"
            )
    key = _key(signature, secret)
    if signature.algorithm in _PUBLIC_KEYS:
        return signature.prefix, _public_checker(signature.algorithm, key)
    if not key.strip(_BLANK):
        raise ApiValueError(_EMPTY)

    def of_message(message: bytes) -> _Check:
        right = hmac.new(key, message, signature.algorithm).digest()
        return lambda made: hmac.compare_digest(right, made)

    return signature.prefix, of_message


def _public_checker(algorithm: str, key: bytes) -> Callable[[bytes], _Check]:
    from .public_keys import checker

    check = checker(algorithm, key)
    return lambda message: lambda made: check(message, made)


def _key(signature: WebhookSignature, secret: Secret) -> bytes:
    if isinstance(secret, bytes):
        return secret
    text = secret.removeprefix(signature.secret_prefix)
    if signature.secret_encoding == "text":
        return _encoded(text, "secret")
    key = _decoded(text, signature.secret_encoding)
    if not key:
        raise ApiValueError(f"secret is not encoded in {signature.secret_encoding}")
    return key


def _decoded(text: str, encoding: str) -> bytes | None:
    try:
        if encoding == "hex":
            return bytes.fromhex(text)
        padded = text + "=" * (-len(text) % 4)
        return base64.b64decode(padded.translate(_URL_SAFE), validate=True)
    except (ValueError, binascii.Error):
        return None


_URL_SAFE: Final = str.maketrans("-_", "+/")


def _fields(headers: HeaderFields) -> dict[str, str]:
    is_mapping = isinstance(headers, Mapping)
    pairs = cast("object", cast("Mapping[str, str]", headers).items() if is_mapping else headers)
    if not isinstance(pairs, Iterable):
        raise ApiTypeError(f"headers are a mapping or pairs, not a {kind_of(pairs)}")
    found: dict[str, str] = {}
    for pair in cast("Iterable[object]", pairs):
        name, value = _pair(pair)
        key, text = _text(name).lower(), _text(value)
        found[key] = f"{found[key]},{text}" if key in found else text
    return found


def _pair(pair: object) -> tuple[object, object]:
    kind = kind_of(pair)
    if isinstance(pair, (tuple, list)):
        items = cast("Sequence[object]", pair)
        if len(items) == 2:
            return items[0], items[1]
    raise ApiTypeError(f"headers are pairs of a name and a value, not a {kind}")


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("latin-1")
    raise ApiTypeError(f"headers have names and values of str or bytes, not a {kind_of(value)}")


def _parts(signature: WebhookSignature, fields: Mapping[str, str]) -> list[str]:
    text = fields.get(signature.header.lower(), "")
    return [part.strip() for part in text.split(signature.separator) if part.strip()]


def _is_signature(signature: WebhookSignature, part: str, prefix: str) -> bool:
    clock = signature.timestamp_prefix
    return part.startswith(prefix) and not (clock and part.startswith(clock))


def _moment(
    signature: WebhookSignature, fields: Mapping[str, str], parts: list[str], now: float
) -> str:
    """The moment of sending as it is written; an empty text where the service gives none."""
    if signature.timestamp_prefix:
        mark = signature.timestamp_prefix
        where = f"a part {mark!r} in the header {signature.header}"
        text = next((part.removeprefix(mark) for part in parts if part.startswith(mark)), "")
    elif signature.timestamp_header:
        where = f"the header {signature.timestamp_header}"
        text = fields.get(signature.timestamp_header.lower(), "").strip()
    else:
        return ""
    sent = _seconds(text)
    if sent is None:
        raise WebhookVerificationError(f"the moment of sending is missing: {where}, in seconds")
    away = now - sent
    if not abs(away) <= signature.tolerance:  # So said, what is no number is refused, too.
        side = "old" if away > 0 else "ahead of this machine's clock"
        raise WebhookVerificationError(
            f"the request is {abs(away):.0f} seconds {side}; {signature.tolerance} are allowed"
        )
    return text


_MILLISECONDS: Final = 10**11
"""From where on a number counts milliseconds: as seconds that is the year 5138."""


def _seconds(text: str) -> float | None:
    """A moment in seconds since 1970; None where it is none."""
    if not text.isascii():
        return None
    if text.isdecimal() and len(text) < 19:
        number = int(text)
        return number / 1000 if number >= _MILLISECONDS else number
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if found.tzinfo is None else found.timestamp()


def _message(
    signature: WebhookSignature, body: bytes, fields: Mapping[str, str], moment: str, url: str
) -> bytes:
    """What is signed: the template with its parts filled in."""
    parts: dict[str, Callable[[], bytes]] = {
        "body": lambda: body,
        "timestamp": moment.encode,
        "url": url.encode,
        "form": lambda: "".join(map("".join, sorted(_form(body)))).encode(),
    }
    pieces: list[bytes] = []
    for index, piece in enumerate(_PLACEHOLDER.split(signature.signed)):
        if index % 2 == 0:
            pieces.append(piece.encode())
        elif piece in parts:
            pieces.append(parts[piece]())
        else:
            if piece.lower() not in fields:
                raise WebhookVerificationError(f"the header {piece} is missing, and it is signed")
            pieces.append(fields[piece.lower()].encode("latin-1", "replace"))
    return b"".join(pieces)
