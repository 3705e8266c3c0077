"""The generated packages are importable in every test, without being installed; no test meets the
user's cache.
"""

from __future__ import annotations

import os
import tempfile

from tests.support.clients import make_importable

make_importable()

_CACHE = tempfile.TemporaryDirectory(prefix="docbound-cache-")
os.environ["DOCBOUND_CACHE"] = _CACHE.name
