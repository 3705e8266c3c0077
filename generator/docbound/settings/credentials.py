"""What client.yaml says of credentials, and of the environment variables that hold settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docbound.records import record
from docbound.settings import sign_in
from docbound.settings.sign_in import SignInSettings
from docbound.settings.yaml_node import Node


@record
class Environment:
    """Names of environment variables that are read when nothing is given: for the host, the log
    level, and the name and the secret of an OAuth 2 client.
    """

    host: str = ""
    log: str = ""
    client_id: str = ""
    client_secret: str = ""


@record
class Credential:
    """For one security scheme: the variable that holds the credential, the word sent before it, and
    how tokens are fetched.
    """

    environment: str = ""
    prefix: str = ""
    sign_in: SignInSettings | None = None


def read_environment(node: Node) -> Environment:
    """Reads the names of environment variables."""
    found: dict[str, Any] = node.fields(
        dict.fromkeys(("host", "log", "client_id", "client_secret"), Node.text)
    )
    return Environment(**found)


def read_credential(node: Node) -> Credential:
    """Reads what holds for one security scheme."""
    readers: dict[str, Callable[[Node], object]] = {
        "environment": Node.text,
        "prefix": Node.text,
        "sign_in": sign_in.read,
    }
    found: dict[str, Any] = node.fields(readers)
    return Credential(**found)
