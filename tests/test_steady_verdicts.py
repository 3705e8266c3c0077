"""No verdict of the suite depends on the machine's speed, nor on luck; where luck is asked for, a
seed that failed is printed and kept.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__))
MANY = 300

FAILING = """
from hypothesis import given, strategies as st

@given(st.integers())
def test_small(number):
    with open("tried.txt", "a") as file:
        file.write(f"{number}\\n")
    assert number < 1000
"""


def test_properties_have_no_deadline_and_the_same_values_each_time() -> None:
    profile = settings.get_profile("docbound")
    assert profile.deadline is None
    assert profile.derandomize
    assert HealthCheck.too_slow in profile.suppress_health_check


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT / "tests")))
def test_no_property_sets_a_limit_of_time_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for call in re.findall(r"@settings\((.*?)\)\n", text, re.DOTALL):
        assert "deadline" not in call or "deadline=None" in call
        # A list of its own replaces that of the profile.
        of_its_own = "suppress_health_check" in call and "list(HealthCheck)" not in call
        assert not of_its_own or "too_slow" in call


def test_a_seed_that_failed_is_printed_and_kept(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n", encoding="utf-8")
    (tmp_path / "test_it.py").write_text(FAILING, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HYPOTHESIS_PROFILE": "explore"}
    environment.pop("CI", None)  # Hypothesis keeps nothing there.

    def run() -> tuple[str, list[str]]:
        (tmp_path / "tried.txt").write_text("")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0"]
        done = subprocess.run(
            [*command, "test_it.py"], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stdout, (tmp_path / "tried.txt").read_text().split()

    printed, _ = run()
    assert "reproduce_failure" in printed
    assert (tmp_path / ".hypothesis").is_dir()
    _, tried = run()
    assert int(tried[0]) >= 1000, "what failed is tried first the next time"


def test_many_connections_may_wait_for_the_server_of_the_laws(tmp_path: Path) -> None:
    for name in ("orders.json", "customer.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    program = ROOT / "programs" / "benchmarks" / "programs" / "server.py"
    command = [sys.executable, str(program), str(tmp_path)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server,
        ExitStack() as all_,
    ):
        assert server.stdout is not None
        all_.callback(server.kill)
        address = ("127.0.0.1", int(server.stdout.readline()))
        made = [all_.enter_context(socket.create_connection(address)) for _ in range(MANY)]
        for each in made:
            each.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert all(each.recv(12) == b"HTTP/1.1 200" for each in made)
