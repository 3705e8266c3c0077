"""No template, and no printer of source, lets a text into a file that was not quoted."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, TemplateAssertionError
from jinja2.environment import Template

from docbound.render.environment import environment, templates_folder
from docbound.render.quoting_check import LANGUAGES, CheckedEnvironment
from docbound.writing import text
from docbound.writing.python_source import Bracket, Keyword, call, parse, show
from docbound.writing.source_types import PythonSource, RawTextError, markdown_source, python

FOLDER = templates_folder()
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.jinja"))


class Doc:
    """What a careless template prints."""

    doc = "Pets"
    name = "a b"
    source = PythonSource("x = 1")


def made(name: str, source: str) -> Template:
    known = environment()
    careless = CheckedEnvironment(loader=DictLoader({name: source}))
    careless.filters.update(known.filters)
    return careless.get_template(name)


@pytest.mark.parametrize("language", [end for end in LANGUAGES if end != ".json.jinja"])
@pytest.mark.parametrize(
    "expression",
    [
        "api.doc",
        "(api.doc)",
        "api['doc']",
        "api.doc ~ 'x'",
        "'x' if api.doc == '' else api.doc",
        "api.name",
    ],
)
def test_a_raw_value_is_refused_whatever_is_in_it(language: str, expression: str) -> None:
    template = made(f"base/x{language}", f"before {{{{ {expression} }}}} after")
    with pytest.raises(RawTextError):
        template.render(api=Doc())


def test_an_attribute_that_is_not_there_is_no_empty_text() -> None:
    template = made("base/x.py.jinja", "{{ api.missing or api.doc }}")
    with pytest.raises(AttributeError, match="missing"):
        template.render(api=Doc())


@pytest.mark.parametrize("name", ["trim", "upper", "replace('a', 'b')", "join", "cell | upper"])
def test_a_filter_that_does_not_quote_is_refused_when_compiled(name: str) -> None:
    with pytest.raises(TemplateAssertionError):
        made("base/x.md.jinja", f"{{{{ api.doc | {name} }}}}")


@pytest.mark.parametrize(
    ("language", "name"),
    [(".py.jinja", "markdown"), (".md.jinja", "toml"), (".toml.jinja", "cell")],
)
def test_a_filter_of_another_language_is_refused(language: str, name: str) -> None:
    with pytest.raises(TemplateAssertionError):
        made(f"base/x{language}", f"{{{{ api.doc | {name} }}}}")


def test_a_template_of_no_known_language_is_refused() -> None:
    with pytest.raises(TemplateAssertionError):
        made("base/x.html.jinja", "{{ api.doc }}")


def test_source_of_another_language_is_refused() -> None:
    assert made("base/x.py.jinja", "{{ api.source }}").render(api=Doc()) == "x = 1"
    with pytest.raises(RawTextError):
        made("base/x.md.jinja", "{{ api.source }}").render(api=Doc())


def test_python_in_a_page_is_printed_as_python() -> None:
    template = made("base/x.md.jinja", "{% filter program %}{{ api.source }}{% endfilter %}")
    assert template.render(api=Doc()) == "x = 1"


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_template_compiles(name: str) -> None:
    assert environment().compile((FOLDER / name).read_text(encoding="utf-8"), name) is not None


@pytest.mark.parametrize(
    "node",
    [
        "two words",
        'x"',
        "f()",
        call("f", "two words"),
        call("f", name="https://example.com"),
        call("f(); g"),
        Bracket("two words", "(", ()),
        Keyword("two words: ", "x"),
        Keyword('"a": ', "x"),
    ],
    ids=repr,
)
def test_what_is_no_source_is_not_printed(node: str | Bracket | Keyword) -> None:
    with pytest.raises(RawTextError):
        show(node, indent=0)


@pytest.mark.parametrize(
    "code", ['Literal["a b", "c"] | None', "f(x=-1, y=1e5)", '{"a b": [1, 2.5]}', "list[a.b]"]
)
def test_printed_source_is_printed(code: str) -> None:
    assert show(parse(code), indent=0) == code


def test_forms_take_source_and_names() -> None:
    assert python("{} = {}", "a.b", text.string_literal("x y")) == 'a.b = "x y"'
    assert markdown_source("**{}**", text.markdown_cell("x y")) == "**x y**"
    with pytest.raises(RawTextError):
        python("{}", "x y")
    with pytest.raises(RawTextError):
        markdown_source("**{}**", text.string_literal("x y"))


@pytest.mark.parametrize(
    ("written", "shown"),
    [("a", "`a`"), ("a`b", "`` a`b ``"), ("``", "``` `` ```"), ("a\n# b", "`a # b`")],
)
def test_code_spans(written: str, shown: str) -> None:
    assert text.code_span(written) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.com/a?b=c", "<https://example.com/a?b=c>"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https://example.com/> <script>", "https://example.com/> &lt;script>"),
    ],
)
def test_addresses(address: str, shown: str) -> None:
    assert text.autolink(address) == shown


DOORS = 95
"""How often docbound says of a text that it is source already. More of them want a reader:
``python(form, ...)`` and ``markdown_source`` check their parts, and need none.
"""
MARKS = ("PythonSource(", "MarkdownSource(", "TomlSource(", "JsonSource(")


def test_few_places_vouch_for_source() -> None:
    package = Path(text.__file__).parent.parent
    found = {
        path.relative_to(package).as_posix(): sum(map(path.read_text("utf-8").count, MARKS))
        for path in package.rglob("*.py")
    }
    vouching = {name.partition("/")[0] for name, count in found.items() if count}
    assert vouching == {"render", "writing"}
    assert sum(found.values()) <= DOORS
