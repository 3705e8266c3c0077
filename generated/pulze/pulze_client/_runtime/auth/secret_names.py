"""Names of what holds a credential, where no security scheme says so."""

from __future__ import annotations

import re
from typing import Final

from ..lazy_patterns import lazy_pattern

SECRET_NAME: Final = lazy_pattern(
    r"auth|token|secret|passw|pwd|credential|signature|cookie|session|jwt|bearer"
    r"|(?:api|access|private|subscription|function|client|account)[_-]?key"
    r"|(?:^|[^a-z])(?:key|sig)(?:$|[^a-z])",
    re.IGNORECASE,
)
"""Names of header fields and query parameters that hold a credential, where no security scheme says
so: services describe many of them as ordinary parameters.
"""
