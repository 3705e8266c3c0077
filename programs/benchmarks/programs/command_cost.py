"""Runs a command and prints what it cost as JSON: ``command_cost.py SECONDS COMMAND...``; it is
given up after SECONDS.

This program is small on purpose: a child's peak memory counts from that of the process that starts
it.
"""

import json
import os
import signal
import sys
import tempfile
import time

MOST = 100_000
"""So much of the output of a failed command is shown, from its end."""


def main() -> None:
    longest, *command = sys.argv[1:]
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        child = os.fork()
        if not child:
            os.setsid()
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            os.execvp(command[0], command)
        signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
        signal.alarm(int(float(longest)))
        _, status, usage = os.wait4(child, 0)
        wall = time.perf_counter() - started
        code = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode(errors="replace").strip()
    if code:
        ended = f"no end after {longest} s" if code == -signal.SIGKILL else f"exit code {code}"
        print(json.dumps({"failed": text[-MOST:] or ended}))
        return
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    print(json.dumps({"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "peak": peak}))


if __name__ == "__main__":
    main()
