"""What :mod:`docbound.writing.python_source` prints is what black leaves."""

from __future__ import annotations

import black
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbound.render.formatting import is_formatted
from docbound.service import JSONValue
from docbound.writing.python_source import (
    call,
    class_head,
    flat,
    parse,
    show,
    show_annotation,
    show_assignment,
    show_constant,
    show_statement,
    show_typed_call,
    value,
)
from docbound.writing.text import string_literal

names = st.one_of(
    st.text("abcdefgh_", min_size=1, max_size=24).map(lambda text: f"N{text}"),
    st.integers(25, 95).map(lambda size: "N" + "x" * size),
)
literals = st.lists(
    st.text("abc |,[](){}'\"\\=:é", max_size=20).map(string_literal),
    min_size=1,
    max_size=9,
)
scalars = st.one_of(
    names,
    names.map(lambda name: f"datetime.{name}"),
    literals.map(lambda items: f"Literal[{', '.join(items)}]"),
    st.sampled_from(["str", "int", "None", "Any"]),
)


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tuples = inner.map(lambda code: f"tuple[str, *tuple[{code}, ...]]")
    unions = st.lists(inner, min_size=2, max_size=6).map(" | ".join)
    return st.one_of(
        inner.map(lambda code: f"list[{code}]"),
        inner.map(lambda code: f"dict[str, {code}]"),
        inner.map(lambda code: f"Nullable[{code}]"),
        unions,
        tuples,
        st.tuples(inner, names).map(
            lambda pair: f'Annotated[{pair[0]}, Field(alias="{pair[1]}", repr=False)]'
        ),
    )


codes = st.recursive(scalars, _wider, max_leaves=12)
defaults = st.one_of(
    st.none(),
    st.just("None"),
    names.map(string_literal),
    st.lists(names, max_size=12).map(lambda items: f"[{', '.join(items)}]"),
)


def assert_kept(source: str) -> None:
    assert black.format_str(source, mode=black.Mode(line_length=100)) == source


@given(codes)
def test_parsing_loses_nothing(code: str) -> None:
    assert flat(parse(code)) == code


@settings(max_examples=200)
@given(names, codes, defaults)
def test_black_keeps_a_field(name: str, code: str, default: str | None) -> None:
    line = show_assignment(name, code, default, indent=4)
    source = f"class A:\n    {line}\n"
    if is_formatted(source):
        assert_kept(source)


@settings(max_examples=200)
@given(names, names)
def test_black_keeps_a_constant(name: str, text: str) -> None:
    assert_kept(f"class A:\n    {show_constant(name, string_literal(text), indent=4)}\n")


@settings(max_examples=200)
@given(names, st.lists(names, min_size=1, max_size=3), st.sampled_from([0, 4]))
def test_black_keeps_a_call(name: str, arguments: list[str], indent: int) -> None:
    line = show_statement(name, call("with_http_info", *arguments), indent=indent)
    assert_kept(f"class A:\n    {line}\n" if indent else f"{line}\n")


@settings(max_examples=200)
@given(codes, names, st.sampled_from(["self._send", "await self._send"]))
def test_black_keeps_a_typed_call(code: str, name: str, send: str) -> None:
    options = call("CallOptions", *(f"_option_{index}" for index in range(9)))
    made = call(send, f"operations.{name.upper()}", options)
    line = show_typed_call("response", code, made, indent=8)
    source = f"class A:\n    async def f(self):\n        {line}\n        return response\n"
    if is_formatted(source):
        assert_kept(source)


@settings(max_examples=200)
@given(names, names)
def test_black_keeps_a_class(name: str, base: str) -> None:
    source = f"{class_head(name, f'models.{base}')}\n    x: int\n"
    if is_formatted(source):
        assert_kept(source)


json_values: st.SearchStrategy[JSONValue] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text("ab\"'\\é名\u0301💥", max_size=30),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=8), st.dictionaries(st.text("abc", max_size=30), inner)
    ),
    max_leaves=25,
)


@settings(max_examples=200)
@given(names, json_values)
def test_black_keeps_a_value(name: str, data: JSONValue) -> None:
    node = value(data)
    source = (
        f"{show_constant(name, node, indent=0)}\n"
        if isinstance(node, str)
        else f"{name} = {show(node, indent=0, before=len(name) + 3)}\n"
    )
    namespace: dict[str, object] = {}
    exec(source, namespace)
    assert namespace[name] == data
    if is_formatted(source):
        assert_kept(source)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("list[int]", "list[int]"),
        (
            "list[" + " | ".join("ABCDE"[i] * 18 for i in range(5)) + "]",
            """list[
        AAAAAAAAAAAAAAAAAA
        | BBBBBBBBBBBBBBBBBB
        | CCCCCCCCCCCCCCCCCC
        | DDDDDDDDDDDDDDDDDD
        | EEEEEEEEEEEEEEEEEE
    ]""",
        ),
        (
            " | ".join("ABCDE"[i] * 18 for i in range(5)),
            """(
        AAAAAAAAAAAAAAAAAA
        | BBBBBBBBBBBBBBBBBB
        | CCCCCCCCCCCCCCCCCC
        | DDDDDDDDDDDDDDDDDD
        | EEEEEEEEEEEEEEEEEE
    )""",
        ),
        (
            f"tuple[{'A' * 45}, {'B' * 45}, *tuple[Any, ...]]",
            f"""tuple[
        {"A" * 45},
        {"B" * 45},
        *tuple[Any, ...],
    ]""",
        ),
    ],
)
def test_forms(code: str, expected: str) -> None:
    assert show_annotation(code, indent=4, before=7) == expected


@pytest.mark.parametrize("code", ["a[", "a]", "a, b", ""])
def test_what_is_no_expression_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="expression"):
        parse(code)
