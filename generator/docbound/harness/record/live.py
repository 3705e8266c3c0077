"""Sends requests to the live service, as the package made them."""

from __future__ import annotations

from typing import Final

from docbound.harness.errors import failure
from docbound.traffic import HttpRequest, HttpResponse
from docbound.traffic.content import PackedError, unpacked

_LARGEST: Final = 64 << 20


class LiveService:
    """Answers requests by sending them; connections are shared.

    Args:
        timeout: seconds for connecting and for each silence.
        verify: whether the certificate is checked.
    """

    def __init__(self, timeout: float = 30.0) -> None:
        import urllib3

        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=timeout, read=timeout), retries=False
        )

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The service's response.

        Raises:
            HarnessError: the host does not answer, or not as HTTP over TLS has it.
        """
        import urllib3

        headers = urllib3.HTTPHeaderDict()
        for name, value in request.headers:
            if name.lower() != "accept-encoding":
                headers.add(name, value)
        headers.add("Accept-Encoding", "identity")
        try:
            found = self._pool.urlopen(
                request.method,
                request.url,
                body=request.body or None,
                headers=headers,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            body = found.read(_LARGEST + 1)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise _unreachable(request.url, error) from None
        if len(body) > _LARGEST:
            raise failure(
                "too-large",
                f"the response has more than {_LARGEST >> 20} MB",
                "record a smaller one",
            )
        response = HttpResponse(
            status=found.status,
            reason=found.reason or "",
            headers=tuple(found.headers.items()),
            body=body,
        )
        try:
            return unpacked(response)
        except PackedError as error:
            raise failure("packed", str(error), "ask the service for plain responses") from None

    def close(self) -> None:
        """Closes all connections."""
        self._pool.clear()


def _unreachable(url: str, error: Exception) -> Exception:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    reason = getattr(error, "reason", None) or error
    is_tls = "ssl" in type(reason).__name__.lower() or "SSL" in str(reason)
    what = "does not speak TLS as it should" if is_tls else "does not answer"
    # The system's own words, where there are some: those of urllib3 differ by release.
    system = None if is_tls else getattr(reason, "__cause__", None)
    said = getattr(system, "strerror", None) or _plain(reason)
    hint = (
        "check the address (http instead of https?) and the certificate"
        if is_tls
        else "check the address, the network and --host; `docbound serve` is a stub to try with"
    )
    return failure(
        "unreachable",
        f"{parts.scheme}://{parts.netloc.rpartition('@')[2]} {what}: {said}",
        hint,
    )


def _plain(reason: object) -> str:
    """The reason without the object's address, which some libraries print."""
    import re

    return re.sub(r"<[^<>]*object at 0x[0-9a-f]+>:?\s*", "", str(reason))
