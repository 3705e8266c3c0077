"""Which Python method belongs to which operation, and the names of its arguments."""

from __future__ import annotations

from collections.abc import Mapping

from docbound import pipeline
from docbound.commands import names_file
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.harness.described_service import ServiceOperation
from docbound.package import Argument, Method
from docbound.records import record

from .clients import Client
from .errors import HarnessError, failure


@record
class Binding:
    """One operation and its method.

    Attributes:
        api: the API class.
        accessor: the attributes of the client that lead to it, ``chat.completions``.
        method: the method.
    """

    api: str
    accessor: str
    method: Method

    def argument(self, wire_name: str, location: str) -> Argument | None:
        """The argument for a parameter; the body's where ``location`` is ``body``."""
        for item in self.method.arguments:
            if item.location == location and (location == "body" or item.wire_name == wire_name):
                return item
        return None


class Surface:
    """The methods of a client's package, by operation.

    Args:
        client: whose package.

    Raises:
        HarnessError: the package cannot be made from the description.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        source = client.project.source(client.name)
        diagnostics = Diagnostics()
        try:
            kept = names_file.read(source.names) if source.names else {}
        except ValueError as error:
            raise failure("unreadable-names", str(error)) from None
        generated = pipeline.generate(source, diagnostics, kept)
        if generated is None:
            raise HarnessError(diagnostics)
        self.package = generated.package
        self._by_operation: Mapping[tuple[str, str], Binding] = {
            (method.http_method.upper(), method.path): Binding(
                api=api.name, accessor=api.attribute, method=method
            )
            for api in generated.package.apis
            for method in api.present
        }

    def of(self, operation: ServiceOperation) -> Binding | None:
        """The method of an operation; None where the package leaves it out."""
        return self._by_operation.get((operation.method, operation.path))

    def required(self, operation: ServiceOperation) -> Binding:
        """The method of an operation that is going to be called.

        Raises:
            HarnessError: the package leaves the operation out.
        """
        binding = self.of(operation)
        if binding is None:
            raise failure(
                "no-method",
                f"the package has no method for {operation.name}",
                "look at `filters` in client.yaml",
                position=self._client.service.position(operation.node.pointer),
            )
        return binding

    def named(self, name: str) -> Binding | None:
        """The method that is called so in Python."""
        return next(
            (
                item
                for item in self._by_operation.values()
                if name in (item.method.name, item.method.label)
            ),
            None,
        )
