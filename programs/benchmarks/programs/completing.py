"""What an editor's first completion costs: ``completing.py FOLDER CODE`` prints the CPU seconds and
MB that jedi takes to complete CODE, and how many names it offers; the package is in FOLDER.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def main() -> None:
    import jedi
    from peak import peak_memory
    from timing import tell

    folder, code = sys.argv[1:]
    with tempfile.TemporaryDirectory() as cache:
        jedi.settings.cache_directory = cache
        started = time.process_time()
        project = jedi.Project(folder, added_sys_path=[folder])
        offered = jedi.Script(code, project=project).complete()
        cpu = time.process_time() - started
    tell(cpu=cpu, peak=peak_memory(), offered=len(offered))


if __name__ == "__main__":
    main()
