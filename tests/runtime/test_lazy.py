"""The lazy root: importing costs nothing, and every name is there when it is requested."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

RUNTIME = Path(__file__).parents[2] / "generator" / "docbound" / "runtime"

ROOT = """\
from ._runtime.lazy import attach

__getattr__, __dir__ = attach(
    __name__,
    {"Cat": ".cats", "Dog": ".dogs.dog"},
    submodules=("dogs", "birds"),
    collections=("birds",),
)
"""


BIRDS = """\
from .._runtime.lazy import attach

__getattr__, __dir__ = attach(__name__, {"Owl": ".owl"})
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    folder = tmp_path / "lazy_zoo"
    (folder / "dogs").mkdir(parents=True)
    (folder / "__init__.py").write_text(ROOT)
    (folder / "_runtime").mkdir()
    for name in ("__init__.py", "lazy.py"):
        (folder / "_runtime" / name).write_text((RUNTIME / name).read_text())
    (folder / "cats.py").write_text("class Cat: ...\n")
    (folder / "dogs" / "__init__.py").write_text("")
    (folder / "dogs" / "dog.py").write_text("import time\ntime.sleep(0.05)\nclass Dog: ...\n")
    (folder / "birds").mkdir()
    (folder / "birds" / "__init__.py").write_text(BIRDS)
    (folder / "birds" / "owl.py").write_text("class Owl: ...\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    yield import_module("lazy_zoo")
    for name in [name for name in sys.modules if name.startswith("lazy_zoo")]:
        del sys.modules[name]


def test_nothing_is_loaded_before_it_is_used(package: ModuleType) -> None:
    assert "lazy_zoo.cats" not in sys.modules
    assert package.Cat.__name__ == "Cat"
    assert "lazy_zoo.cats" in sys.modules
    assert "lazy_zoo.dogs" not in sys.modules


def test_a_name_is_looked_up_once(package: ModuleType) -> None:
    assert "Cat" not in vars(package)
    assert package.Cat is vars(package)["Cat"]


def test_submodules_are_attributes(package: ModuleType) -> None:
    assert package.dogs.__name__ == "lazy_zoo.dogs"


def test_dir_and_all_are_complete(package: ModuleType) -> None:
    assert {"Cat", "Dog", "cats", "dogs", "__all__", "__name__"} <= set(dir(package))
    assert not {"attach", "TYPE_CHECKING"} & set(dir(package))
    assert package.__all__ == ["Cat", "Dog", "Owl"]
    namespace: dict[str, object] = {}
    exec("from lazy_zoo import *", namespace)
    assert {"Cat", "Dog", "Owl"} <= namespace.keys()


def test_a_collection_is_loaded_for_the_first_name_that_the_package_has_not(
    package: ModuleType,
) -> None:
    assert package.Cat and package.cats
    assert not hasattr(package, "__wrapped__")
    assert "lazy_zoo.birds" not in sys.modules
    assert package.Owl is package.birds.Owl
    assert "owl" in dir(package.birds)
    assert not hasattr(package, "owl")


def test_an_unknown_name_proposes_the_closest(package: ModuleType) -> None:
    with pytest.raises(AttributeError) as caught:
        _ = package.Catt
    assert str(caught.value) == "module 'lazy_zoo' has no attribute 'Catt'. Did you mean 'Cat'?"
    with pytest.raises(ImportError):
        exec("from lazy_zoo import Zebra", {})


def test_a_traceback_has_one_proposal(package: ModuleType) -> None:
    import traceback

    with pytest.raises(AttributeError) as caught:
        _ = package.Catt
    printed = "".join(traceback.format_exception(caught.value))
    assert printed.count("Did you mean") == 1


def test_dunder_names_get_no_proposal(package: ModuleType) -> None:
    assert not hasattr(package, "__wrapped__")
    assert not hasattr(package, "__path_")


def test_threads_get_the_same_object(package: ModuleType) -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(package.Dog)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(map(id, found))) == 1


def test_a_bare_import_loads_nothing_else(package: ModuleType) -> None:
    folder = Path(str(package.__file__)).parents[1]
    code = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); before = set(sys.modules)\n"
        "import lazy_zoo\nprint(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() in {
        "['lazy_zoo', 'lazy_zoo._runtime', 'lazy_zoo._runtime.lazy']",
        # Where `__future__` was not loaded by the interpreter itself.
        "['__future__', 'lazy_zoo', 'lazy_zoo._runtime', 'lazy_zoo._runtime.lazy']",
    }
