"""Network errors in words, the same for every HTTP library."""

from __future__ import annotations

import errno
from typing import Final

MAX_HEADER_LINE: Final = 128 * 1024
"""Bytes that one header field of a response may have, and its status line; signed addresses of real
services reach 16 KB.
"""
MAX_HEADERS: Final = 1000
"""Header fields that a response may have."""

MAX_BESIDE_BODY: Final = 1024 * 1024
"""Bytes of a response that are none of its body: interim responses, status line, header fields,
sizes of chunks, trailers.
"""
MAX_INTERIM: Final = 100
"""Interim responses (1xx) that may come before the final one."""

TOO_LONG: Final = (
    f"a header field or the status line of the response has more than {MAX_HEADER_LINE} bytes"
)
TOO_MANY: Final = f"the response has more than {MAX_HEADERS} header fields"
TOO_MUCH: Final = (
    f"the response has more than {MAX_BESIDE_BODY} bytes beside its body: interim responses, header"
    " fields, sizes of chunks, trailers"
)

LIMITS: Final = (TOO_LONG, TOO_MANY, TOO_MUCH)

UNKNOWN_CODING: Final = "the response has a Transfer-Encoding that was not asked for"
_MALFORMED: Final = "a header field of the response is malformed"
_NO_NAME: Final = "the host name is not known; check host, and that the network works"
_ENDED: Final = "the response ended before it was complete"
NO_HTTP: Final = "what came is no HTTP response; check host and its scheme"

_WORDS: Final = {
    "gaierror": _NO_NAME,
    "herror": _NO_NAME,
    "ConnectionRefusedError": "the connection was refused; check host, and that the service runs",
    "ConnectionResetError": "the connection was reset by the other side",
    "ConnectionAbortedError": "the connection was closed by the other side",
    "BrokenPipeError": "the connection was closed by the other side",
    "RemoteDisconnected": "the connection was closed without a response",
    "ServerDisconnectedError": "the connection was closed without a response",
    "IncompleteRead": _ENDED,
    "ClientPayloadError": _ENDED,
    "ContentLengthError": _ENDED,
    "TransferEncodingError": _ENDED,
    "ProxyConnectionError": "the SOCKS proxy cannot be reached; check proxy",
    "SOCKS5AuthError": "the SOCKS proxy refused user and password; check proxy",
    "SOCKS5Error": "the SOCKS proxy gave no connection to the host",
    "SOCKS4Error": "the SOCKS proxy gave no connection to the host",
    "GeneralProxyError": "what came is no answer of a SOCKS proxy; check proxy and its scheme",
    "InvalidChunkLength": "the response comes in chunks of an impossible size",
    "BadStatusLine": NO_HTTP,
    "UnknownProtocol": NO_HTTP,
    "BadHttpMessage": NO_HTTP,
    "InvalidHeader": _MALFORMED,
    "LineTooLong": TOO_LONG,
    "TooManyHeaders": TOO_MANY,
    "TooMuchBesideBody": TOO_MUCH,
    "TooManyInterimResponses": f"more than {MAX_INTERIM} interim responses (1xx) came, and no final"
    " one",
    "MalformedHeader": _MALFORMED,
    "UnknownTransferCoding": UNKNOWN_CODING,
    "OverflowError": "the response announces an impossible size",
    "UnicodeError": "the host is no name that can be looked up; check host",
    "InvalidURL": "the host is no name that can be looked up; check host",
    "LocationValueError": "the host is no name that can be looked up; check host",
}
"""By the name of an error's class or of one of its bases: a library that no call has loaded is not
loaded for this.
"""

_BY_NUMBER: Final = {
    errno.ENETUNREACH: "the network cannot be reached; check that it works",
    errno.EHOSTUNREACH: "the host cannot be reached; check host, and that the network works",
    errno.EMFILE: "this process has too many open files; close clients, streams and files",
    errno.EADDRNOTAVAIL: "no local address is free, or the host has none; check host",
}


def explain(error: BaseException) -> str:
    """A sentence about an error of the operating system, of TLS or of an HTTP library.

    It names no address, since a query in it may hold a credential.
    """
    if isinstance(error, OSError) and error.errno in _BY_NUMBER:
        return _BY_NUMBER[error.errno]
    certificate = getattr(error, "verify_message", "")
    if certificate:
        return f"{certificate}; see ssl_ca_cert"
    reason = getattr(error, "reason", None)
    if _is_tls(error):
        return _tls_words(reason, error)
    for kind in type(error).__mro__:
        words = _WORDS.get(kind.__name__)
        if words is not None:
            return words
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[:1].lower() + error.strerror[1:]
    return "what came could not be read as a response"


def _is_tls(error: BaseException) -> bool:
    return any(kind.__name__ in ("SSLError", "CertificateError") for kind in type(error).__mro__)


def _tls_words(reason: object, error: BaseException) -> str:
    if isinstance(reason, str) and reason:
        words = reason.lower().replace("_", " ")
        plain = {"wrong version number", "http request", "record layer failure"}
        return f"{words}; the other side may not speak TLS" if words in plain else words
    text = str(error.args[0]) if error.args else ""
    return text if text and "(" not in text else "the handshake failed"
