"""Names of API classes, of operations and of their arguments."""

from __future__ import annotations

from collections.abc import Mapping

from docbound.naming import argument_order, candidates, reserved_names
from docbound.naming.call_tree import CallTree, Group, tag_pointer
from docbound.naming.clashes import Item
from docbound.naming.former_names import former_arguments, keep_former_names
from docbound.naming.methods import name_methods
from docbound.naming.models import class_claims
from docbound.naming.moved_pointers import ID, ORDER
from docbound.naming.names import ApiName, ModelName, OperationName
from docbound.naming.session import NamingSession, escape
from docbound.naming.words import snake
from docbound.service import Api, Array, Missing, Named, Operation, Pointer, Type
from docbound.settings.settings import Settings


def name_apis(
    api: Api, tree: CallTree, settings: Settings, run: NamingSession
) -> dict[Pointer, ApiName]:
    """Names the class of each tag that has operations, in the order of the description's tags, and
    of each resource of client.yaml.

    Args:
        api: the service.
        tree: which class each operation is in.
        settings: the package's settings.
        run: the run.

    Returns:
        The names, by the pointer of the tag or the resource; operations without a tag have the
        empty one, and the class ``DefaultApi``.
    """
    places = _tag_places(api)
    classes = run.settle(
        [
            Item(
                pointer=group.pointer,
                candidates=candidates.api_class_candidates(_words(group)),
                source=_source(group),
                rank=group.tag is None,
                place=places.get(group.tag or "", ""),
                what="the class of the tag" if group.tag is not None else "the class of",
            )
            for group in tree.groups
        ],
        numbered=candidates.numbered_api_class,
        allowed=lambda name: name not in reserved_names.CLASSES,
        claims=class_claims,
        keep_all=True,
    )
    tops = [each for each in tree.groups if not each.is_nested]
    accessors = _accessors(tops, places, settings, run)
    return {
        group.pointer: ApiName(
            name=name,
            module=snake(name),
            accessor=group.path[-1] if group.is_nested else accessors[group.pointer],
            tag=group.tag,
            path=group.path if group.is_nested else (accessors[group.pointer],),
        )
        for group, name in zip(tree.groups, classes, strict=True)
    }


def _words(group: Group) -> str:
    """What a class is called after: its tag, or the attributes that lead to it."""
    return (group.tag or "default") if group.tag is not None else " ".join(group.path)


def _source(group: Group) -> str:
    """What messages call it."""
    return group.tag if group.tag is not None else f"resources.{'.'.join(group.path)}"


def _accessors(
    groups: list[Group], places: Mapping[str, Pointer], settings: Settings, run: NamingSession
) -> dict[Pointer, str]:
    """The attributes of the client."""
    pinned = {f"{tag_pointer(tag)}/accessor": name for tag, name in settings.accessors.items()}
    pinned |= {f"{group.pointer}/accessor": group.path[0] for group in groups if group.path}
    given = run.settle(
        [
            Item(
                pointer=f"{group.pointer}/accessor",
                candidates=candidates.accessor_candidates(_words(group)),
                source=_source(group),
                place=places.get(group.tag or "", ""),
                reserved="" if group.path else candidates.reserved_accessor(_words(group)),
                what="the client's property for the tag",
                setting="accessors",
            )
            for group in groups
        ],
        numbered=candidates.numbered_snake,
        allowed=lambda name: name not in reserved_names.ACCESSORS and not name.startswith("_"),
        keep_all=True,
        pinned=pinned,
    )
    return {group.pointer: name for group, name in zip(groups, given, strict=True)}


def _tag_places(api: Api) -> dict[str, Pointer]:
    """Where each tag is first used: a tag that is declared nowhere has no other place."""
    places: dict[str, Pointer] = {}
    for operation in api.operations:
        if operation.tags:
            places.setdefault(operation.tags[0], f"{operation.pointer}/tags/0")
    return places


def parameter_place(operation: Pointer, location: str, name: str) -> Pointer:
    """Where the names file has the name of an argument, whatever the order of the parameters is.

    Args:
        operation: the operation's pointer.
        location: ``path``, ``query``, ``header`` or ``cookie``.
        name: the parameter's name on the wire.
    """
    return f"{operation}/parameters/{location}:{escape(name)}"


def name_operations(
    api: Api,
    settings: Settings,
    run: NamingSession,
    tree: CallTree,
    apis: Mapping[Pointer, ApiName],
    models: Mapping[Pointer, ModelName],
    former: Mapping[Pointer, str],
) -> dict[Pointer, OperationName]:
    """Names every operation's method and arguments; methods differ within one class.

    Args:
        api: the service.
        settings: the package's settings.
        run: the run.
        tree: which class each operation is in.
        apis: the names of the classes.
        models: the names of the models.
        former: the operationIds that have changed, as they were.

    Returns:
        The names, by the operation's pointer.
    """
    methods = name_methods(api, settings, run, tree, apis)
    named: dict[Pointer, OperationName] = {}
    for operation in api.operations:
        own, *also = methods[operation.pointer]
        arguments = _arguments(operation, own.label, settings, run, models)
        named[operation.pointer] = OperationName(
            api=own.api,
            method=own.method,
            label=own.label,
            constant=own.constant,
            arguments=arguments[: len(operation.parameters)],
            body=arguments[-1] if operation.body else "",
            positional=_positional(operation, arguments, run),
            former_id=former.get(operation.pointer, ""),
            former_arguments=_former_arguments(operation, arguments, settings, run),
            also=tuple(also),
        )
        if operation.operation_id:
            run.record[f"{operation.pointer}{ID}"] = operation.operation_id
    return named


def _arguments(
    operation: Operation,
    label: str,
    settings: Settings,
    run: NamingSession,
    models: Mapping[Pointer, ModelName],
) -> tuple[str, ...]:
    """The names of an operation's arguments, the body's last. Parameters choose before the body."""
    items: dict[Pointer, Item] = {}
    for parameter in operation.parameters:
        pointer = parameter_place(operation.pointer, parameter.location, parameter.name)
        while pointer in items:
            pointer += "'"
        names = candidates.argument_candidates(parameter.name)
        items[pointer] = Item(
            pointer=pointer,
            candidates=names,
            source=parameter.name,
            rank=names[0] != parameter.name,
            place=parameter.pointer,
        )
    body = operation.body
    if body is not None:
        pointer = f"{operation.pointer}/requestBody"
        given = settings.body_names.get(operation.operation_id) or settings.body_names.get(label)
        candidate = given or body.name or _body_name(body.contents[0].type, models)
        natural, *_ = candidates.argument_candidates(candidate)
        items[pointer] = Item(
            pointer=pointer,
            candidates=(natural, f"{natural}_body"),
            source="request body",
            rank=2,
            place=body.pointer,
        )
    return run.settle(
        list(items.values()),
        numbered=candidates.numbered_snake,
        allowed=lambda name: name not in reserved_names.ARGUMENTS and not name.startswith("_"),
    )


def _positional(
    operation: Operation, names: tuple[str, ...], run: NamingSession
) -> tuple[str, ...]:
    """The order of the arguments that may be given by position; it is kept, and wins over that of
    the description.
    """
    arguments = [
        argument_order.Argument(
            name=name,
            location=parameter.location,
            required=parameter.required,
            constant=not isinstance(parameter.only, Missing | list | dict | None),
        )
        for name, parameter in zip(names, operation.parameters, strict=False)
    ]
    if operation.body is not None:
        arguments.append(
            argument_order.Argument(
                name=names[-1], location="body", required=operation.body.required
            )
        )
    key = f"{operation.pointer}{ORDER}"
    kept = run.choices.kept.get(key)
    if kept is not None:
        kept = argument_order.renamed(kept, _former_names(operation, names, run))
    if kept is None and operation.pointer in run.choices.kept:
        found = argument_order.all_positional(arguments)
    else:
        found = argument_order.positional(arguments, kept)
    run.record[key] = argument_order.to_text(found)
    return found


def _former_arguments(
    operation: Operation, names: tuple[str, ...], settings: Settings, run: NamingSession
) -> tuple[tuple[str, str], ...]:
    """The former names of arguments that are still kept, recorded again for the next run."""
    places = {
        parameter_place(operation.pointer, parameter.location, parameter.name): name
        for parameter, name in zip(operation.parameters, names, strict=False)
    }
    keep_former_names(places, run.choices.kept, run.record)
    return former_arguments(places, run.choices.kept, settings.version, run.diagnostics)


def _former_names(
    operation: Operation, names: tuple[str, ...], run: NamingSession
) -> dict[str, str]:
    """What the arguments were called in the last run, and what they are called now."""
    kept = run.choices.kept
    found: dict[str, str] = {}
    for name, parameter in zip(names, operation.parameters, strict=False):
        pointer = parameter_place(operation.pointer, parameter.location, parameter.name)
        found[kept.get(pointer, parameter.name)] = name
    if operation.body is not None:
        found[kept.get(f"{operation.pointer}/requestBody", names[-1])] = names[-1]
    return found


def _body_name(type_: Type | None, models: Mapping[Pointer, ModelName]) -> str:
    """A body is called after its model, a list after the model of its items."""
    if isinstance(type_, Array):
        type_ = type_.items
    if isinstance(type_, Named) and type_.pointer in models:
        return models[type_.pointer].module
    return "body"
