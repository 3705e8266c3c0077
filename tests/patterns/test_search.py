"""Patterns of a description: the same verdict as Python's own engine, and an end to every one of
them.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbound.patterns import Searcher, UndecidedError, automaton

ATOMS = ("a", "b", "[ab]", "[^a]", r"\w", ".", "^", "$", r"\b", r"\x61", r"[\]b-]")
REPEATS = ("*", "+", "?", "{2}", "{1,3}", "{,2}", "{2,}", "*?")


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("({})".format, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds("(?:{}){}".format, inner, st.sampled_from(REPEATS)),
    )


PATTERNS = st.recursive(st.sampled_from(ATOMS), _wider, max_leaves=8)


@given(PATTERNS, st.text("ab \n", max_size=6))
def test_simulation_agrees_with_the_engine(pattern: str, text: str) -> None:
    program = automaton.program_of(pattern)
    assert program is not None
    for whole, engine in ((False, re.search), (True, re.fullmatch)):
        assert automaton.run(program, text, whole=whole) == bool(engine(pattern, text))


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(a|aa)+$",
        "(?i)(x+x+)+y",
        "a*a*a*a*a*a*b",
        "((((a*)*)*)*)*b",
        "(a|a)" * 40 + "b",
        "a?" * 40 + "b",
    ],
)
def test_no_pattern_is_tried_for_ever(pattern: str) -> None:
    assert Searcher(pattern).search("a" * 5000 + "!") is False


def test_what_no_automaton_can_do_is_tried_where_it_is_harmless_and_not_decided_elsewhere() -> None:
    password = Searcher(r"^(?=.*[a-z])(?=.*\d).{4,}$")
    assert password.search("abc1")
    assert not password.search("abcd")
    for pattern in (r"^(?=(a+)+$)b", r"(a+)+\1$", "((a{1,99}){1,99}){1,99}b"):
        with pytest.raises(UndecidedError):
            Searcher(pattern).search("a" * 5000 + "!")


def test_a_broken_pattern_is_named_at_once() -> None:
    with pytest.raises(re.error):
        Searcher("(a")
