"""Lazy attributes of modules (PEP 562): a module is loaded at first use.

``import package`` must cost next to nothing, so this module imports nothing itself, and what its
functions need they import when they need it.
"""

from __future__ import annotations

from . import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any


def attach(
    package: str,
    names: Mapping[str, str],
    *,
    submodules: Sequence[str] = (),
    collections: Sequence[str] = (),
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Makes the names of a package load on first use.

    Args:
        package: the package's ``__name__``.
        names: for each public name the module that defines it, relative to the package
            (``{"Credit": ".models.credit"}``). These modules are attributes of the package as well,
            as far as they lie directly in it.
        submodules: more modules of the package that are reachable as its attributes without being
            imported first.
        collections: packages directly below this one whose public names are public here, too. Their
            tables are loaded when a name is looked for that is not in ``names``, so that this
            package's own is as short for thousands of models as for one.

    Returns:
        The package's ``__getattr__`` and ``__dir__``. ``__all__`` comes from ``__getattr__``.

    ``__getattr__`` raises AttributeError for a name that is none of these, and proposes the closest
    one. Several threads may request the same name at once: the import system lets one of them load
    the module, and all get the same object.
    """

    def load(name: str) -> object:
        from importlib import import_module
        from sys import modules as loaded

        value: object
        if name in names:
            value = getattr(import_module(names[name], package), name)
        elif name in submodules or f".{name}" in names.values():
            value = import_module(f".{name}", package)
        elif name == "__all__":
            value = public()
        elif (home := home_of(name)) is not None:
            value = getattr(home, name)
        else:
            raise _unknown(package, name, public)
        setattr(loaded[package], name, value)
        return value

    def home_of(name: str) -> object:
        """The collection that has a name; tools look for dunder names that nothing has."""
        if name.startswith("__"):
            return None
        return next((each for each in collected() if name in each.__all__), None)

    def collected() -> list[Any]:
        from importlib import import_module

        return [import_module(f".{each}", package) for each in collections]

    def public() -> list[str]:
        return sorted({*names, *(name for each in collected() for name in each.__all__)})

    def listed() -> list[str]:
        from sys import modules as loaded

        # Helpers of the lazy module itself are no names of the package.
        own = vars(loaded[package]).keys() - {"TYPE_CHECKING", "attach"}
        beside = (module[1:] for module in names.values() if module.rfind(".") == 0)
        return sorted({*own, *public(), *submodules, *beside, "__all__"})

    return load, listed


def _unknown(package: str, name: str, public: Callable[[], list[str]]) -> AttributeError:
    """The error for a name that the package does not have."""
    message = f"module {package!r} has no attribute {name!r}"
    # Tools probe for dunder names; spare them the search.
    if not name.startswith("__"):
        from difflib import get_close_matches

        close = get_close_matches(name, public(), n=1)
        if close:
            message += f". Did you mean {close[0]!r}?"
    # `obj` is given so that the interpreter does not add a proposal of its own to the traceback.
    return AttributeError(message, name=name, obj=None)
