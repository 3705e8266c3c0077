"""The generated packages are importable in every test, without being installed."""

from __future__ import annotations

from tests.support.clients import make_importable

make_importable()
