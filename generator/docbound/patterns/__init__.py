"""Regular expressions of a description, tried without the danger that one of them never ends.

Python's engine goes back and tries again, which takes exponential time for a pattern such as
``(a+)+$``. A pattern that may do so is run here by simulation, all ways at once, in time that grows
with the length of pattern and text; one that can be run in neither way is not decided.
"""

from .search import Searcher, UndecidedError

__all__ = ["Searcher", "UndecidedError"]
