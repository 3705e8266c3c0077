"""Records, for the generator as for the packages that it makes (see
docs/decisions/0016-records.md).
"""

from .runtime.records import field as field
from .runtime.records import record as record
