"""What hooks are given: attempts of calls, and places where a response does not fit its description."""

from ._runtime.call.hooks import Attempt, AttemptHook, Hooks, MismatchHook
from ._runtime.mismatch_record import Mismatch

__all__ = ["Attempt", "AttemptHook", "Hooks", "Mismatch", "MismatchHook"]
