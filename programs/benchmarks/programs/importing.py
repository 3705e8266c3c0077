"""Imports every module of a package: ``importing.py PACKAGE`` prints the names of those that
fail.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from importlib.metadata import PackageNotFoundError


def main() -> None:
    package = importlib.import_module(sys.argv[1])
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        try:
            importlib.import_module(module.name)
        except PackageNotFoundError:
            continue  # it looks up its own version, and would find it if it were installed
        except Exception as error:
            print(module.name)
            print(f"{module.name}: {error!r}", file=sys.stderr)


if __name__ == "__main__":
    main()
