"""What a program pays before its first typed answer: ``first_call.py PORT NUMBER`` prints CPU seconds and MB.

The package is called ``things_client`` and made of the repeated description; NUMBER is the resource that is called.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def main() -> None:
    port, number = sys.argv[1:]
    bare = memory()
    started = time.process_time()
    import things_client

    imported = time.process_time() - started
    client = things_client.ApiClient(host=f"http://127.0.0.1:{port}")
    api = getattr(client, f"group{int(number) // 25}")
    getattr(api, f"get_thing{number}")("x")
    answered = time.process_time() - started
    loaded = sum(name.split(".")[0] == "things_client" for name in sys.modules)
    from timing import tell

    tell(imported=imported, answered=answered, memory=memory() - bare, loaded=loaded)


def memory() -> float:
    """The peak of this program so far, in MB."""
    status = Path("/proc/self/status")
    if (
        status.exists()
    ):  # the other figure begins with that of the process that started this one
        lines = status.read_text(encoding="ascii").splitlines()
        return (
            next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
            * 1024
            / 1e6
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e6


if __name__ == "__main__":
    main()
