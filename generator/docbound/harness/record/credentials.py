"""Credentials of a call, from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from docbound.harness.described_service import ServiceOperation
from docbound.harness.errors import failure
from docbound.harness.package_methods import Surface

from ..clients import Client


def variables(client: Client, surface: Surface, given: Mapping[str, str]) -> dict[str, str]:
    """For each security scheme the environment variable that holds its credential.

    Args:
        client, surface: whose schemes.
        given: what the user says; then client.yaml counts, then a name made from the package's and
            the scheme's.
    """
    found: dict[str, str] = {}
    for scheme in surface.package.schemes:
        words = f"{client.name}_{scheme.name}"
        usual = re.sub(r"\W+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", words)).upper()
        found[scheme.name] = given.get(scheme.name) or scheme.environment or usual
    return found


def from_environment(
    client: Client,
    surface: Surface,
    operation: ServiceOperation,
    given: Mapping[str, str],
) -> dict[str, str]:
    """The credentials of the first way of authorising a call whose variables are all set; none
    where none is needed.

    Args:
        client: the client of the project.
        surface: the methods of its package.
        operation: the operation to be called.
        given: environment variables by security scheme, which count before the usual ones.

    Raises:
        HarnessError: a credential is needed and none is set.
    """
    if not operation.security:
        return {}
    names = variables(client, surface, given)
    for alternative in operation.security:
        if all(os.environ.get(names.get(scheme, "")) for scheme in alternative):
            return {
                scheme: os.environ[names[scheme]].strip().lstrip("\ufeff") for scheme in alternative
            }
    wanted = " or ".join(
        " and ".join(names.get(scheme, scheme) for scheme in alternative)
        for alternative in operation.security
    )
    raise failure(
        "missing-credential",
        f"{operation.name} needs a credential, and {wanted} is not set in the environment",
        "set it (as user:password for basic authentication), or name another variable: --credential"
        " SCHEME=VARIABLE",
    )
