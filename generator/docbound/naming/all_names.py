"""Settles every name of a package, once, before anything is rendered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Severity
from docbound.diagnostics.suggestions import did_you_mean
from docbound.naming import trait_matching
from docbound.naming.call_tree import call_tree
from docbound.naming.clashes import Choices
from docbound.naming.enum_members import name_members
from docbound.naming.former_names import former_apis, former_models, keep_former_names
from docbound.naming.models import name_fields, name_models
from docbound.naming.moved_pointers import IS, Relocated, indistinct, relocate
from docbound.naming.names import Names
from docbound.naming.operations import name_apis, name_operations
from docbound.naming.session import NamingSession
from docbound.service import Api, Enum, Object, Pointer
from docbound.settings.settings import Settings


def resolve_names(
    api: Api, settings: Settings, kept: Mapping[str, str], diagnostics: Diagnostics
) -> Names:
    """Gives everything in the package its name.

    Pinned names (``rename`` in client.yaml) win, then names kept from earlier runs; then components
    before inline schemas, and document order otherwise. A clash is settled by a number and
    reported.

    Args:
        api: the service.
        settings: the package's settings.
        kept: the names given in earlier runs, by pointer.
        diagnostics: gets clashes, and pinned names that are unusable or belong to nothing.

    Returns:
        All names.
    """
    relocated = relocate(api, kept, diagnostics)
    run = NamingSession(
        choices=Choices(
            pinned=settings.rename,
            kept=relocated.kept,
            pinned_at=lambda pointer: settings.position("rename", pointer),
        ),
        diagnostics=diagnostics,
    )
    _record_traits(api, run, diagnostics)
    tree = call_tree(api, settings, run.choices.kept, diagnostics)
    apis = name_apis(api, tree, settings, run)
    models = name_models(api, run, [name.name for name in apis.values()])
    definitions = api.definitions.values()
    names = Names(
        package=settings.package,
        models=models,
        fields={
            definition.about.pointer: name_fields(definition, run)
            for definition in definitions
            if isinstance(definition, Object)
        },
        members={
            definition.about.pointer: name_members(definition, run)
            for definition in definitions
            if isinstance(definition, Enum)
        },
        apis=apis,
        operations=name_operations(api, settings, run, tree, apis, models, relocated.former),
        record=run.record,
        former_models=former_models(models, run.choices.kept, settings.version, diagnostics),
        former_apis=former_apis(
            apis,
            run.choices.kept,
            settings.version,
            diagnostics,
        ),
    )
    operations = (operation.pointer for operation in api.operations)
    keep_former_names((*models, *apis, *operations), run.choices.kept, run.record)
    moved = set(_report_moved_pins(settings, kept, relocated, diagnostics))
    _report_idle_pins(settings, run, api, moved)
    return names


def _record_traits(api: Api, run: NamingSession, diagnostics: Diagnostics) -> None:
    """Records what tells numbered places apart, so that the next run finds them again."""
    for place, trait in api.traits.items():
        run.record[f"{place}{IS}"] = trait_matching.to_text(trait)
    for finding in indistinct(api):
        diagnostics.add(finding)


def _is_left_out(pointer: str, api: Api) -> bool:
    """Whether a place is, or belongs to, something that the filters left out."""
    steps = pointer.split("/")
    return any("/".join(steps[:length]) in api.left_out for length in range(1, len(steps) + 1))


def _report_idle_pins(
    settings: Settings, run: NamingSession, api: Api, moved: Collection[Pointer]
) -> None:
    for pointer in settings.rename:
        if pointer in run.known or pointer in moved or _is_left_out(pointer, api):
            continue
        near = did_you_mean(pointer, run.known, cutoff=0.8)
        run.diagnostics.add(
            Diagnostic(
                severity=Severity.ERROR,
                code="unknown-place",
                message=f"`rename` names {pointer!r}, and nothing that has a name is there",
                hint=f"did you mean {near!r}?" if near else "remove the entry",
                position=settings.position("rename", pointer),
            )
        )


def _report_moved_pins(
    settings: Settings,
    kept: Mapping[str, str],
    relocated: Relocated,
    diagnostics: Diagnostics,
) -> Iterator[Pointer]:
    """A pinned name would go to whatever is at its place now: where that is something else, the
    entry has to change. Yields its place.
    """
    for pointer, name in settings.rename.items():
        now = relocated.place_of(pointer)
        if now == pointer or kept.get(pointer) != name:
            continue
        yield pointer
        diagnostics.add(
            Diagnostic(
                severity=Severity.ERROR,
                code="moved-place",
                message=(
                    f"`rename` gives {name!r} to {pointer!r}, and what had that name does not stand"
                    " there any more"
                ),
                hint=f"write {now!r}" if now else "it is gone; remove the entry",
                position=settings.position("rename", pointer),
            )
        )
