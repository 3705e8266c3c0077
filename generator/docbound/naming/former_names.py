"""Former names: what classes and arguments were called before a rename, kept as deprecated aliases
for a while.

They are in the names file, under an ending that no JSON pointer has:
``#/components/schemas/Vessel~was: Ship@1.4.0``, and for the class and the accessor of a tag
``#/tags/vessels~was: ShipsApi/ships@1.4.0``, for an argument
``#/paths/~1ships/get/parameters/query:size~was: limit@1.4.0``, for a method, as it was called
from the client on, ``#/paths/~1ships/get~was: ships.list_ships@1.4.0``. Several are parted by
commas. The version is that of the release that brought the new name; the alias lives as long as its
major version.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Severity
from docbound.naming.names import ApiName, FormerName, ModelName
from docbound.naming.words import snake
from docbound.service import Pointer

WAS: Final = "~was"


def former_models(
    models: Mapping[Pointer, ModelName],
    kept: Mapping[str, str],
    version: str,
    diagnostics: Diagnostics,
) -> tuple[FormerName, ...]:
    """The former names of models that are still kept.

    Args:
        models: their names now.
        kept: names and facts by pointer.
        version: the package's version.
        diagnostics: gets a finding for a former name that something else has now.

    Returns:
        The former names, sorted.
    """
    taken = {name.name.casefold() for name in models.values()}
    found: list[FormerName] = []
    for pointer, name in models.items():
        for old in _unexpired(kept.get(f"{pointer}{WAS}", ""), version):
            if is_free(old, taken, pointer, diagnostics):
                found.append(FormerName(name=old, module=snake(old), now=name.name, at=name.module))
    return tuple(sorted(found, key=lambda each: each.name))


def former_apis(
    apis: Mapping[Pointer, ApiName],
    kept: Mapping[str, str],
    version: str,
    diagnostics: Diagnostics,
) -> tuple[FormerName, ...]:
    """The former names of API classes and accessors that are still kept; as for models.

    Args:
        apis: their names now.
        kept: names and facts by pointer.
        version: the package's version.
        diagnostics: gets a finding for a former name that something else has now.
    """
    taken = {name.name.casefold() for name in apis.values()}
    accessors = {name.accessor for name in apis.values() if len(name.path) == 1}
    found: list[FormerName] = []
    for pointer, name in apis.items():
        for text in _unexpired(kept.get(f"{pointer}{WAS}", ""), version):
            old, _, accessor = text.partition("/")
            if is_free(old, taken, pointer, diagnostics):
                found.append(
                    FormerName(
                        name=old,
                        module=snake(old),
                        now=name.name,
                        at=name.module,
                        accessor="" if accessor in accessors else accessor,
                        accessor_now=".".join(name.path),
                    )
                )
    return tuple(sorted(found, key=lambda each: each.name))


def former_arguments(
    arguments: Mapping[Pointer, str],
    kept: Mapping[str, str],
    version: str,
    diagnostics: Diagnostics,
) -> tuple[tuple[str, str], ...]:
    """The former names of one operation's arguments that are still kept.

    Args:
        arguments: their names now, by the places of the parameters.
        kept: names and facts by pointer.
        version: the package's version.
        diagnostics: gets a finding for a former name that another argument has now.

    Returns:
        Pairs of the former name and the one of now.
    """
    taken = {name.casefold() for name in arguments.values()}
    return tuple(
        (old, name)
        for pointer, name in arguments.items()
        for old in _unexpired(kept.get(f"{pointer}{WAS}", ""), version)
        if is_free(old, taken, pointer, diagnostics)
    )


def former_calls(
    pointer: Pointer, kept: Mapping[str, str], version: str
) -> tuple[tuple[str, ...], ...]:
    """The former calls of an operation that are still kept: ``("chat", "create_completion")``."""
    text = kept.get(f"{pointer}{WAS}", "")
    return tuple(tuple(old.split(".")) for old in _unexpired(text, version) if "." in old)


def keep_former_names(
    places: Iterable[Pointer], kept: Mapping[str, str], record: MutableMapping[str, str]
) -> None:
    """Records former names again, so that the next run knows them."""
    for place in places:
        if f"{place}{WAS}" in kept:
            record[f"{place}{WAS}"] = kept[f"{place}{WAS}"]


def _unexpired(text: str, version: str) -> Iterator[str]:
    """The names of an entry whose major version is still that of the package."""
    if not text:
        return
    from packaging.version import InvalidVersion, Version

    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, since = part.partition("@")
        try:
            if Version(since).major == Version(version).major:
                yield name
        except InvalidVersion:
            yield name


def is_free(name: str, taken: Collection[str], pointer: Pointer, diagnostics: Diagnostics) -> bool:
    """Whether nothing has a former name now; reports one that something has.

    Args:
        name: the former name.
        taken: the names of today, without regard to case.
        pointer: what had the former name.
        diagnostics: gets a finding where it is taken.
    """
    if name.casefold() not in taken:
        return True
    diagnostics.add(
        Diagnostic(
            severity=Severity.WARNING,
            code="former-name-taken",
            message=f"the former name {name!r} is not kept: something else is called so now",
            hint="pin another name under `rename` in client.yaml",
            pointer=pointer,
        )
    )
    return False


def with_former(kept: Mapping[str, str], place: str, old: str, version: str) -> dict[str, str]:
    """Kept names with one former name more.

    Args:
        kept: names and facts by pointer.
        place: the pointer of what was renamed.
        old: its former name.
        version: the version of the package; the name is kept within its major version.
    """
    key = f"{place}{WAS}"
    known = [part for part in kept.get(key, "").split(", ") if part]
    if not any(part.partition("@")[0] == old for part in known):
        known.append(f"{old}@{version}")
    return {**kept, key: ", ".join(known)}
