"""Lazy attributes of modules (PEP 562): a module is loaded at first use.

``import package`` must cost next to nothing, so this module imports nothing itself, and what its
functions need they import when they need it.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def attach(
    package: str, names: Mapping[str, str], *, submodules: Sequence[str] = ()
) -> tuple[Callable[[str], object], Callable[[], list[str]], list[str]]:
    """Makes the names of a package load on first use.

    Args:
        package: the package's ``__name__``.
        names: for each public name the module that defines it, relative to the package
            (``{"Credit": ".models.credit"}``).
        submodules: modules of the package that are reachable as its attributes without being
            imported first.

    Returns:
        The package's ``__getattr__``, ``__dir__`` and ``__all__``.

    ``__getattr__`` raises AttributeError for a name that is neither of these, and proposes the
    closest one. Several threads may request the same name at once: the import system lets one of
    them load the module, and all get the same object.
    """
    modules = frozenset(submodules)

    def load(name: str) -> object:
        from importlib import import_module
        from sys import modules as loaded

        if name in names:
            value: object = getattr(import_module(names[name], package), name)
        elif name in modules:
            value = import_module(f".{name}", package)
        else:
            raise _unknown(package, name, (*names, *submodules))
        setattr(loaded[package], name, value)
        return value

    def listed() -> list[str]:
        from sys import modules as loaded

        # Helpers of the lazy module itself are no names of the package.
        own = vars(loaded[package]).keys() - {"TYPE_CHECKING", "attach"}
        return sorted({*own, *names, *submodules})

    return load, listed, list(names)


def _unknown(package: str, name: str, known: tuple[str, ...]) -> AttributeError:
    """The error for a name that the package does not have."""
    message = f"module {package!r} has no attribute {name!r}"
    # Tools probe for dunder names; spare them the search.
    if not name.startswith("__"):
        from difflib import get_close_matches

        close = get_close_matches(name, known, n=1)
        if close:
            message += f". Did you mean {close[0]!r}?"
    # `obj` is given so that the interpreter does not add a proposal of its own to the traceback.
    return AttributeError(message, name=name, obj=None)
