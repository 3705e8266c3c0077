"""The finished names of a package, looked up by pointer."""

from __future__ import annotations

from collections.abc import Mapping

from docbound.records import record
from docbound.service import Pointer


@record
class ModelName:
    """A model's class (``CreditBalance``) and the module it is in (``credit_balance``)."""

    name: str
    module: str


@record
class ApiName:
    """An API class (``CreditsApi``), its module (``credits_api``), and the attribute that gives it
    (``credits``), of the client or of the class that it is below.

    ``tag`` is the tag whose operations it has, None for a class that only ``resources`` of
    client.yaml asks for; ``path`` are the attributes that lead to it, from the client on.
    """

    name: str
    module: str
    accessor: str
    tag: str | None = None
    path: tuple[str, ...] = ()


@record
class MethodName:
    """One method of an operation; as in :class:`OperationName`.

    ``now`` is what a program writes in its place behind the client, where it is a former name.
    """

    api: Pointer
    method: str
    label: str
    constant: str
    now: str = ""


@record
class OperationName:
    """The names of one operation.

    Attributes:
        api: what the API class that it belongs to is looked up by.
        method: its method's name.
        label: what messages, logs and the stub of tests call it: its method's name, or where that
            would not do, all of the call (``chat.completions.create``).
        constant: its row in the operation table.
        arguments: the arguments' names, in the order of the operation's parameters.
        body: the body argument's name, or an empty string.
        positional: the arguments that may be given by position, in order.
        former_id: the operationId that it had in the last run, where that has changed.
        former_arguments: former names of arguments that are kept, with the names of now.
        also: further methods for the same operation.
    """

    api: Pointer
    method: str
    label: str
    constant: str
    arguments: tuple[str, ...]
    body: str = ""
    positional: tuple[str, ...] = ()
    former_id: str = ""
    former_arguments: tuple[tuple[str, str], ...] = ()
    also: tuple[MethodName, ...] = ()

    @property
    def methods(self) -> tuple[MethodName, ...]:
        """All methods of the operation, its own first."""
        own = MethodName(api=self.api, method=self.method, label=self.label, constant=self.constant)
        return (own, *self.also)


@record
class FormerName:
    """What a class was called before, and is called still, for a while.

    Attributes:
        name, module: the old name, and the module that keeps it.
        now, at: the new name, and the module that has it.
        accessor, accessor_now: the old and the new accessor of an API class; empty for a model.
    """

    name: str
    module: str
    now: str
    at: str
    accessor: str = ""
    accessor_now: str = ""


@record
class Names:
    """Every name in the package.

    Attributes:
        package: the import package.
        models: by the definition's pointer, or the payload's.
        fields: by the definition's pointer, then by wire name.
        members: by the enum's pointer, in the order of its values.
        apis: by the pointer of a tag (see :func:`docbound.naming.operations.tag_pointer`) or of a
            resource, in the order in which the package shows them; the tag of operations without
            one is empty.
        operations: by the operation's pointer.
        record: what :meth:`kept` gives.
        former_models, former_apis: names that are kept as deprecated aliases.
    """

    package: str
    models: Mapping[Pointer, ModelName]
    fields: Mapping[Pointer, Mapping[str, str]]
    members: Mapping[Pointer, tuple[str, ...]]
    apis: Mapping[Pointer, ApiName]
    operations: Mapping[Pointer, OperationName]
    record: Mapping[Pointer, str]
    former_models: tuple[FormerName, ...] = ()
    former_apis: tuple[FormerName, ...] = ()

    def kept(self) -> dict[str, str]:
        """What to keep for the next run: name by pointer, sorted by pointer.

        A field, argument or member whose name is its wire name is left out: such names go before
            all others that are not
        kept, and so need no record.
        """
        return dict(sorted(self.record.items()))
