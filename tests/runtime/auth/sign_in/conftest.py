from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.runtime.auth.sign_in.clients import DRIVERS, Driver
from tests.runtime.auth.sign_in.server import SECRETS, Service, running


@pytest.fixture
def service() -> Iterator[Service]:
    with running() as found:
        yield found


@pytest.fixture(params=DRIVERS, ids=lambda driver: driver.name)
def driver(request: pytest.FixtureRequest) -> Driver:
    """Each test runs twice: blocking and awaiting."""
    found: Driver = request.param
    return found


@pytest.fixture(autouse=True)
def nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever happens, no log shows a secret, on any level."""
    with caplog.at_level(logging.DEBUG):
        yield
    for secret in SECRETS:
        assert secret not in caplog.text
