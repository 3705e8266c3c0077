"""The generated packages are importable in every test, without being installed; no test meets the
user's cache.
"""

from __future__ import annotations

import os
import tempfile

from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.support.clients import make_importable

make_importable()

# No verdict depends on the machine's speed, nor on luck: the suite tries the same values each time.
# HYPOTHESIS_PROFILE=explore tries others; what failed there is kept (.hypothesis), tried first the
# next time, and printed so that it can be tried elsewhere.
settings.register_profile(
    "docbound",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)
settings.register_profile(
    "explore",
    settings.get_profile("docbound"),
    derandomize=False,
    # The profile above keeps nothing, as it would find nothing new.
    database=DirectoryBasedExampleDatabase(".hypothesis/examples"),
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "docbound"))

_CACHE = tempfile.TemporaryDirectory(prefix="docbound-cache-")
os.environ["DOCBOUND_CACHE"] = _CACHE.name


def _check_rules() -> None:
    """Every finding that docbound makes in a test is of a rule of the table."""
    import sys
    from typing import Any

    from docbound.diagnostics.diagnostic import Diagnostic
    from docbound.diagnostics.rules import rules

    known = frozenset(rules())
    make: Any = Diagnostic.__init__

    def checked(self: Diagnostic, **fields: Any) -> None:
        maker = sys._getframe(1).f_globals.get("__name__", "")
        if maker.startswith("docbound.") and fields["code"] not in known:
            raise AssertionError(f"{maker} reports {fields['code']!r}, no rule of rules.yaml")
        make(self, **fields)

    Diagnostic.__init__ = checked  # type: ignore[method-assign, assignment]


_check_rules()
