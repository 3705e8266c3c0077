"""What is as it is by default is not checked again: counted, not timed."""

from __future__ import annotations

import pytest

from docbound.runtime.config import configuration
from docbound.runtime.config.setting_checks import CHECKS
from tests.runtime.twins import Configuration


@pytest.fixture
def assigned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The settings that are assigned one by one from here on."""
    names: list[str] = []
    assign = Configuration.__setattr__

    def counting(self: Configuration, name: str, value: object) -> None:
        names.append(name)
        assign(self, name, value)

    monkeypatch.setattr(Configuration, "__setattr__", counting)
    return names


def test_defaults_are_not_assigned_one_by_one(assigned: list[str]) -> None:
    Configuration()
    assert len(set(assigned) & CHECKS.keys()) <= 3
    assigned.clear()
    Configuration(timeout=3, retries=2, verify_ssl=False)
    assert {"timeout", "retries", "verify_ssl"} <= set(assigned)


def test_each_setting_is_there_and_no_mapping_is_shared() -> None:
    one, two = Configuration(), Configuration()
    for name in configuration._ASSIGNED:
        assert getattr(one, name) == getattr(two, name)
        assert not isinstance(getattr(one, name), dict) or getattr(one, name) is not getattr(
            two, name
        )
