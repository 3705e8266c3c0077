"""``make audit``: looks up the known vulnerabilities of the locked releases, with pip-audit.

A service without such data answers as one does that knows of no vulnerability. Releases that are
known to be vulnerable are looked up first, therefore: where none of them is, nothing is said of the
locked ones, and the exit code is 2. Arguments are handed on to pip-audit
(``--vulnerability-service osv``, ``--osv-url ...``).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from programs.audit.verdict import VULNERABLE, Lookup, dependencies, verdict

LOCK = Path(__file__).parents[2] / "requirements.lock"
PIP_AUDIT = Path(".docbound/audit/bin/pip-audit")


def lookup(*arguments: str) -> Lookup:
    """What pip-audit says of the releases of a requirements file."""
    done = subprocess.run(
        [PIP_AUDIT, "--disable-pip", "--format", "json", "--progress-spinner", "off", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return Lookup(dependencies(json.loads(done.stdout)), done.stderr)
    except ValueError:
        return Lookup((), done.stderr)


def main(arguments: list[str]) -> int:
    """Prints what is known, and returns the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder) / "vulnerable.txt"
        known.write_text("\n".join(VULNERABLE), encoding="utf-8")
        control = lookup("--no-deps", "--requirement", str(known), *arguments)
    locked = lookup("--require-hashes", "--requirement", str(LOCK), *arguments)
    lines, code = verdict(control, locked)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
