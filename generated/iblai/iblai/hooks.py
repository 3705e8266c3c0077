"""What hooks get: attempts of calls, and mismatches of responses with their description."""

from ._runtime.call.hooks import Attempt, AttemptHook, Hooks, MismatchHook
from ._runtime.mismatch_record import Mismatch

__all__ = ["Attempt", "AttemptHook", "Hooks", "Mismatch", "MismatchHook"]
