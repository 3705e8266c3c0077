"""What every error must be, whatever went wrong."""

from __future__ import annotations

import re
from typing import Final

from docbound.runtime.errors import OpenApiException

FOREIGN: Final = re.compile(
    r"(?i:pydantic|urllib3|aiohttp|asyncio|http\.client|yarl|errno)|\b\w*(?:Error|Exception)\b"
    r"|gaierror|IncompleteRead|LineTooLong|RemoteDisconnected|BadStatusLine|InvalidChunk|json-or-python"
)
"""Names of libraries and of classes of theirs; what a user does who reads one is look at the wrong
place.
"""


def assert_is_ours(
    error: BaseException, *allowed: str, base: type[Exception] = OpenApiException
) -> None:
    """That an error is in the tree, of one line, and says nothing of the libraries below.

    Args:
        error: it.
        allowed: such words that the sentence needs, as a remedy.
        base: the root of the tree; a generated package has one of its own.
    """
    assert isinstance(error, base), repr(error)
    text = str(error)
    assert text and "\n" not in text
    for word in allowed:
        text = text.replace(word, "")
    # Addresses of the test itself, and what the service said.
    found = FOREIGN.search(re.sub(r"\[[^\]]*\]$", "", text))
    assert found is None, f"{found and found[0]!r} in {error}"
