"""Versions: which one a release needs, by semantic versioning and by the rules for 0.x."""

from __future__ import annotations

from typing import Final

from packaging.version import InvalidVersion, Version

from .change import Bump

ZERO_RULES: Final = ("shifted", "strict", "free")
"""What a version 0.x says: what breaks changes the minor part and all else the patch (``shifted``),
as from 1.0 on (``strict``), or nothing (``free``)."""


def parsed(text: str) -> Version | None:
    """A version, or None where ``text`` is none."""
    try:
        return Version(text)
    except InvalidVersion:
        return None


def next_version(old: Version, bump: Bump, zero_rule: str = ZERO_RULES[0]) -> Version:
    """The lowest version that a release may have.

    Args:
        old: that of the last release.
        bump: the part that its changes need, from 1.0 on.
        zero_rule: what holds for 0.x; see :data:`ZERO_RULES`.

    Returns:
        A version; ``old`` itself where nothing has to be released.

    Source: Semantic Versioning 2.0.0, items 4 and 6 to 8.
    """
    major, minor, patch = old.major, old.minor, old.micro
    if bump is not Bump.NONE and (old.is_prerelease or old.is_devrelease):
        return Version(f"{major}.{minor}.{patch}")
    if major == 0 and bump is not Bump.NONE and zero_rule != "strict":
        bump = _shifted(bump) if zero_rule == "shifted" else Bump.PATCH
    match bump:
        case Bump.NONE:
            return old
        case Bump.MAJOR:
            return Version(f"{major + 1}.0.0")
        case Bump.MINOR:
            return Version(f"{major}.{minor + 1}.0")
        case Bump.PATCH:
            return Version(f"{major}.{minor}.{patch + 1}")


def _shifted(bump: Bump) -> Bump:
    return Bump.MINOR if bump is Bump.MAJOR else Bump.PATCH
