"""What :mod:`docbound.writing.function_head` prints is what black leaves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbound.render.formatting import is_formatted
from docbound.writing.function_head import SELF, STAR, Parameter, Parameters, function_head
from tests.writing.test_python_source import assert_kept, codes, names

starts = st.tuples(st.sampled_from(["def", "async def"]), names).map(" ".join)


@settings(max_examples=200)
@given(starts, st.lists(codes, max_size=4), st.booleans(), codes, st.sampled_from([":", ": ..."]))
def test_black_keeps_a_head(
    start: str, taken: list[str], defaults: bool, result: str, end: str
) -> None:
    default = "None" if defaults else None
    parameters = [Parameter(f"item{index}", code, default) for index, code in enumerate(taken)]
    head = function_head(start, Parameters.of(SELF, *parameters), result, indent=4, end=end)
    source = f"class A:\n    {head}\n" + ("" if end == ": ..." else "        return 1\n")
    if is_formatted(source):
        assert_kept(source)


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("str", "def f(self, *, a: str, b: str) -> None:"),
        (
            "A" * 34,
            f"""def f(
        self, *, a: {"A" * 34}, b: {"A" * 34}
    ) -> None:""",
        ),
        (
            "A" * 44,
            f"""def f(
        self,
        *,
        a: {"A" * 44},
        b: {"A" * 44},
    ) -> None:""",
        ),
    ],
)
def test_forms(annotation: str, expected: str) -> None:
    named = (Parameter("a", annotation), Parameter("b", annotation))
    assert function_head("def f", Parameters.of(SELF, STAR, *named), "None", indent=4) == expected
