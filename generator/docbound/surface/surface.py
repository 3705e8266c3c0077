"""The surface of a package: one entry for each promise to its users.

What goes over the wire is a promise like a signature: the entry of a method has both.
"""

from __future__ import annotations

from docbound.naming import Names
from docbound.package import Package
from docbound.service import Api
from docbound.surface.entry import Surface
from docbound.surface.method_entries import method_entries
from docbound.surface.model_entries import model_entries
from docbound.surface.package_entries import (
    exception_entries,
    former_entries,
    helper_entries,
    import_entries,
    package_entry,
    scheme_entries,
)
from docbound.surface.places import Places


def surface_of(package: Package, api: Api, names: Names, places: Places) -> Surface:
    """The surface of a package.

    Args:
        package: the package.
        api: the service that it was made from.
        names: every name in it.
        places: finds places in the description.

    Returns:
        All entries, sorted.
    """
    entries = [
        package_entry(package, places),
        *import_entries(package),
        *scheme_entries(package, api),
        *helper_entries(package),
        *exception_entries(package),
        *former_entries(package),
        *method_entries(package, api, names, places),
        *model_entries(package, api, names, places),
    ]
    return {
        (entry.kind, entry.name): entry
        for entry in sorted(entries, key=lambda entry: (entry.kind, entry.name))
    }
