"""The runtime's share: what a description or a service can ask of a package that is in use."""

from __future__ import annotations

from typing import Any

import pytest

from docbound.runtime.config.servers import fill_in
from docbound.runtime.errors import ApiValueError
from docbound.runtime.models.annotations.alias_cycles import without_cycles
from docbound.runtime.models.annotations.shapes import AnyOf, Named, Shape
from docbound.runtime.service.spec import Server, ServerVariable


def test_server_variables_are_filled_in_once() -> None:
    variables = {f"v{i}": ServerVariable(f"{{v{i + 1}}}{{v{i + 1}}}") for i in range(60)}
    server = Server("https://x/{v0}/{other}", variables=variables)
    assert fill_in(server) == "https://x/{v1}{v1}/{other}"


def test_a_url_without_end_is_refused() -> None:
    server = Server("https://x/" + "{v}" * 1000, variables={"v": ServerVariable("y" * 1000)})
    with pytest.raises(ApiValueError, match="more than 65536 characters"):
        fill_in(server)


@pytest.mark.parametrize("number", [3, 50])
def test_choices_that_list_one_another_are_written_out_once(number: int) -> None:
    aliases = [type(f"C{i}", (), {}) for i in range(number)]
    models = [type(f"M{i}", (), {}) for i in range(number)]
    calls = 0

    def stated(cls: type[Any]) -> Shape | None:
        nonlocal calls
        calls += 1
        if cls in models:
            return None
        place = aliases.index(cls)
        others = (Named(cls=each) for each in aliases if each is not cls)
        return AnyOf(members=(*others, Named(cls=models[place])))

    shape = without_cycles(aliases[0], stated)
    assert isinstance(shape, AnyOf)
    assert {each.cls for each in shape.members if isinstance(each, Named)} == {*models}
    assert len(shape.members) == number
    assert calls < 10 * number * number


def test_choices_with_many_ways_are_written_out_once() -> None:
    """No cycle, but each level doubles the ways to what is below it."""
    levels = 40
    aliases = [(type(f"C{i}", (), {}), type(f"D{i}", (), {})) for i in range(levels)]
    model = type("M", (), {})

    def stated(cls: type[Any]) -> Shape | None:
        for level, pair in enumerate(aliases):
            if cls in pair:
                below = aliases[level + 1] if level + 1 < levels else (model, model)
                return AnyOf(members=tuple(Named(cls=each) for each in below))
        return None

    assert without_cycles(aliases[0][0], stated) == Named(cls=model)
