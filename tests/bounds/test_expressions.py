"""No regular expression of ours takes more than a few steps for each character, whatever the text.

Every expression in the generator and in the runtime is found in the source, given texts that are
hard for just this one, and its steps are counted: for twice the text they may be about twice as
many, not four times.
"""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import docbound
from docbound.harness import described_service
from docbound.redaction import secret_patterns
from tests.support.expression_steps import (
    Counter,
    TooManyStepsError,
    hard_texts,
    has_repeat,
    parsed,
)

ROOT = Path(docbound.__file__).parent
FUNCTIONS = (
    "compile",
    "sub",
    "subn",
    "match",
    "search",
    "findall",
    "finditer",
    "split",
    "fullmatch",
)
GIVEN = {
    ("harness/described_service.py", "''.join((first, *values))"): "see `test_a_path_with_many…`",
    ("runtime/lazy_patterns.py", "self._text"): "those of `lazy_pattern`, see below",
    ("redaction/secret_patterns.py", "shape"): "values of _SHAPES, see below",
    (
        "runtime/models/scalars/formats.py",
        "pattern",
    ): "those that are given to `reading`, see below",
    ("patterns/search.py", "pattern"): "bounded by docbound.patterns itself",
    ("patterns/syntax.py", "self.flags + atom[0]"): "a single character",
    ("harness/checks/sections.py", "expression"): "the name of a key, escaped",
    ("validation/wording.py", "pattern"): "of the specification's own schemas",
    ("validation/fast_path/rules.py", "value"): "compiled, never run",
}
"""Expressions that do not be in the source, and why they are harmless."""


BOUNDED = (("redaction/name_value_pairs.py", "(?P<name> [\\w.-]{2,60} )"),)
"""Expressions with a repeat that ends after more letters than the texts here have; they are linear
for longer ones.
"""


UNRESOLVED: list[str] = []
"""Expressions that are handed in from elsewhere and were not looked at."""


@dataclass(frozen=True)
class Expression:
    """An expression and how it is used."""

    where: str
    pattern: str | bytes
    flags: int
    uses: frozenset[str]


def expressions() -> Iterator[Expression]:
    for path in sorted(ROOT.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if not re.search(r"\bimport re\n|import .*\b(?:reading|lazy_pattern)\b", source):
            continue
        tree = ast.parse(source)
        name = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
        module = import_module(name.removesuffix(".__init__"))
        for call in ast.walk(tree):
            match call:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name)):
                    if name in FUNCTIONS:
                        yield from _of_call(call, tree, module, path)
                case ast.Call(func=ast.Name(id="lazy_pattern") as function):
                    # The same as `re.compile`, later.
                    alike = ast.Attribute(value=ast.Name(id="re"), attr="compile")
                    ast.copy_location(alike, function)
                    call.func = alike
                    yield from _of_call(call, tree, module, path)
                case ast.Call(func=ast.Name(id="reading"), args=[first, *_]):
                    where = f"{path.relative_to(ROOT).as_posix()}:{call.lineno}"
                    pattern = _value(first, module)
                    yield Expression(where, pattern, 0, frozenset({"fullmatch"}))
                case _:
                    pass


def _of_call(call: Any, tree: ast.AST, module: Any, path: Path) -> Iterator[Expression]:
    inside = path.relative_to(ROOT).as_posix()
    written = ast.unparse(call.args[0])
    if (inside, written) in GIVEN:
        return
    function = call.func.attr
    named = {each.arg: each.value for each in call.keywords}
    flag = named.get("flags") or call.args[1:2]
    pattern = _value(call.args[0], module)
    if pattern is None:
        for each in _bound(written, tree, module):
            yield Expression(f"{inside}:{call.lineno}", each, 0, frozenset({function}))
        return
    flags = 0
    if function == "compile":
        flags = _value(flag[0], module) if isinstance(flag, list) and flag else 0
        uses = _uses(call, tree, path)
    else:
        place = {"sub": 4, "subn": 4, "split": 3}.get(function, 2)
        given = call.args[place] if len(call.args) > place else named.get("flags")
        flags = 0 if given is None else _value(given, module)
        uses = frozenset({function})
    for one in (pattern,) if isinstance(pattern, (str, bytes)) else pattern:
        yield Expression(f"{inside}:{call.lineno}", one, int(flags or 0), uses)


class _Text(str):
    """Some text, for any request."""

    def __getattr__(self, name: str) -> _Text:
        return self

    def __call__(self, *arguments: object, **named: object) -> _Text:
        return self  # from Python 3.12 on, a comprehension also asks here for its functions

    def __bytes__(self) -> bytes:
        return self.encode()


class _Names(dict[str, Any]):
    """The names of a module; what only a function knows is taken for some text."""

    def __missing__(self, name: str) -> Any:
        if name == "re":  # imported by the function itself
            return re
        if hasattr(builtins, name):
            raise KeyError(name)
        return _Text("xyz")


def _value(node: ast.expr, module: Any) -> Any:
    """What an expression of Python is; None for a bare name that only a function knows."""
    if isinstance(node, ast.Name) and not hasattr(module, node.id):
        return None
    code = compile(ast.Expression(body=node), "<pattern>", "eval")
    try:
        return eval(code, {"re": re, **vars(module)}, _Names(vars(module)))
    except NameError:  # within a comprehension, where only the names of the module are known
        return None


def _bound(name: str, tree: ast.AST, module: Any) -> list[Any]:
    """The values of a loop's variable, or of a local one, where the pattern is such."""
    found: list[Any] = []
    for node in ast.walk(tree):
        match node:
            case ast.For() | ast.comprehension() if name in (names := _targets(node.target)):
                values = _value(node.iter, module)
                if values is not None:
                    alone = isinstance(node.target, ast.Name)
                    at = names.index(name)
                    found.extend(each if alone else each[at] for each in values)
            case ast.Assign(targets=[ast.Name(id=id)]) if id == name:
                value = _value(node.value, module)
                if value is not None:
                    found.append(value)
            case _:
                pass
    found = [each for each in found if isinstance(each, (str, bytes, re.Pattern))]
    if not found:
        UNRESOLVED.append(f"{module.__name__}: {name}")
    return found


def _targets(target: ast.expr) -> list[str]:
    """The names that a loop binds, in the order of their values."""
    each = target.elts if isinstance(target, ast.Tuple) else [target]
    return [ast.unparse(name) for name in each]


def _uses(call: ast.AST, tree: ast.AST, path: Path) -> frozenset[str]:
    """How a compiled expression is used: by the methods that the sources call on its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.value is call:
            return frozenset({node.attr})
        target = getattr(node, "target", None) or (getattr(node, "targets", [None])[0])
        if getattr(node, "value", None) is call and isinstance(target, ast.Name):
            pattern = rf"\b{target.id}\.(\w+)\("
            texts = [path.read_text(encoding="utf-8")]
            if not target.id.startswith("_"):
                texts = [p.read_text(encoding="utf-8") for p in ROOT.rglob("*.py")]
            return frozenset(use for text in texts for use in re.findall(pattern, text))
    return frozenset()


def _may_be_slow(expression: Expression) -> bool:
    """Whether it has a repeat at all; without one, each place costs what the expression is long."""
    return has_repeat(parsed(expression.pattern, expression.flags))


def _each_once(all_of_them: Iterable[Expression]) -> list[Expression]:
    """One of those that are the same and are used in the same way."""
    kinds = {(each.pattern, each.flags, each.uses): each for each in all_of_them}
    return list(kinds.values())


ALL = _each_once(
    [
        *expressions(),
        *(
            Expression(f"redaction/secret_patterns.py {name}", shape, 0, frozenset({"finditer"}))
            for name, shape in secret_patterns._SHAPES.items()  # pyright: ignore[reportPrivateUsage]
        ),
    ]
)
EXPRESSIONS = list(filter(_may_be_slow, ALL))
SIZE = 24


def test_there_are_expressions() -> None:
    assert len(ALL) > 600
    assert len(EXPRESSIONS) > 350


def test_there_is_none_that_is_not_looked_at() -> None:
    assert UNRESOLVED == []


def test_a_path_with_many_values_costs_no_more_than_few() -> None:
    path = "/x/{a}-{b}-{c}-{d}-{e}-{f}.json"
    pattern, _ = described_service._template(path)  # pyright: ignore[reportPrivateUsage]
    assert pattern.fullmatch("/x/1-2-3--4-5-6.json")
    counter = Counter(parsed(pattern.pattern), pattern.flags)
    small, large = (counter.match("/x/" + "-" * size + "!", full=True) for size in (40, 80))
    assert large <= 2.6 * small


@pytest.mark.parametrize(
    "expression", EXPRESSIONS, ids=lambda each: f"{each.where} {each.pattern!r:.40}"
)
def test_steps_grow_with_the_text(expression: Expression) -> None:
    for file, part in BOUNDED:
        if expression.where.startswith(file) and part in str(expression.pattern):
            return
    flags = re.compile(expression.pattern, expression.flags).flags
    ops = parsed(expression.pattern, expression.flags)
    counter = Counter(ops, flags)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        for small, large in zip(hard_texts(ops, SIZE), hard_texts(ops, 2 * SIZE), strict=True):
            for use in expression.uses - {"pattern"} or {"search"}:
                before, after = (_steps(counter, use, text) for text in (small, large))
                assert after <= 2.6 * before + 60, (use, small, before, after)
    finally:
        sys.setrecursionlimit(limit)


def _steps(counter: Counter, use: str, text: str) -> int:
    try:
        if use in ("match", "fullmatch"):
            return counter.match(text, full=use == "fullmatch")
        return counter.search(text)
    except TooManyStepsError:
        return 10**9
