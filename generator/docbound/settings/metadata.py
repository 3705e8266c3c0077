"""What package metadata can hold: licence expressions, mail addresses, addresses of the web."""

from __future__ import annotations

import re


def spdx(text: str) -> str:
    """``text`` as a valid SPDX licence expression in its canonical spelling, or an empty string."""
    if not text:
        return ""
    from packaging.licenses import (  # many packages have no licence to look up
        InvalidLicenseExpression,
        canonicalize_license_expression,
    )

    try:
        return str(canonicalize_license_expression(text))
    except (InvalidLicenseExpression, ValueError):
        return ""


def is_mail(text: str) -> bool:
    """Whether ``text`` is a mail address that package metadata can hold."""
    pattern = r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    return re.fullmatch(pattern, text, re.ASCII) is not None


def web_address(text: str) -> str:
    """``text`` if it is an address of the web that no page could take for something else, or an
    empty string.
    """
    pattern = r"https?://[^\s<>\"'()\[\]`|\\]+"
    return text if re.fullmatch(pattern, text, re.IGNORECASE) else ""
