"""All lines of the fault table."""

from __future__ import annotations

from tests.runtime.faults.followed_table import FOLLOWED_FAULTS
from tests.runtime.faults.table import FAULTS
from tests.runtime.faults.wire_table import WIRE_FAULTS

ALL = (*FAULTS, *WIRE_FAULTS, *FOLLOWED_FAULTS)
