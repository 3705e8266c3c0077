from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.runtime.twins import TWINS, Configuration, Twin


@pytest.fixture(params=TWINS, ids=lambda twin: twin.name)
def twin(request: pytest.FixtureRequest) -> Twin:
    """Each test that requests it runs twice: blocking and awaiting."""
    made: Twin = request.param
    return made


@pytest.fixture(autouse=True)
def fresh_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the default configuration or the environment of another."""
    Configuration.set_default(None)
    for variable in ("KEY", "BASIC", "TOKEN", "HOST", "LOG"):
        monkeypatch.delenv(f"SAMPLE_{variable}", raising=False)


@pytest.fixture(autouse=True)
def fresh_logger() -> Iterator[None]:
    """No test sees the level that another gave the package's logger: records that are kept hold
    errors.
    """
    yield
    logger = logging.getLogger("sample_client")
    logger.setLevel(logging.NOTSET)
    logger.propagate = True
