"""Names of API classes, of operations and of their arguments."""

from __future__ import annotations

from collections.abc import Mapping

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.naming import argument_order, candidates, reserved_names
from docbound.naming.clashes import Choices, Item, settle_scope
from docbound.naming.former_names import former_arguments, keep_former_names
from docbound.naming.models import class_claims
from docbound.naming.moved_pointers import ID, ORDER
from docbound.naming.names import ApiName, ModelName, OperationName
from docbound.naming.session import NamingSession, escape
from docbound.naming.words import normalise, snake
from docbound.service import Api, Array, Named, Operation, Pointer, Type
from docbound.settings.settings import Settings

_DERIVED = ("_with_http_info", "_without_preload_content", "_iter")


def tag_of(operation: Operation) -> str:
    """The tag whose class an operation belongs to: its first one, or an empty string."""
    return operation.tags[0] if operation.tags else ""


def tag_pointer(tag: str) -> Pointer:
    """What an API class's name is looked up by; tags have no place of their own in a
    description.
    """
    return f"#/tags/{escape(tag)}"


def name_apis(api: Api, settings: Settings, run: NamingSession) -> dict[str, ApiName]:
    """Names the class of each tag that has operations, in the order of the description's tags.

    Returns:
        The names, by tag; operations without a tag have the empty one, and the class
        ``DefaultApi``.
    """
    used = dict.fromkeys(tag_of(operation) for operation in api.operations)
    declared = [tag.name for tag in api.tags if tag.name in used]
    tags = list(dict.fromkeys((*declared, *used)))
    places = _tag_places(api)
    classes = run.settle(
        [
            Item(
                pointer=tag_pointer(tag),
                candidates=candidates.api_class_candidates(tag or "default"),
                source=tag,
                place=places.get(tag, ""),
                what="the class of the tag",
            )
            for tag in tags
        ],
        numbered=candidates.numbered_api_class,
        allowed=lambda name: name not in reserved_names.CLASSES,
        claims=class_claims,
        keep_all=True,
    )
    accessors = run.settle(
        [
            Item(
                pointer=f"{tag_pointer(tag)}/accessor",
                candidates=candidates.accessor_candidates(tag or "default"),
                source=tag,
                place=places.get(tag, ""),
                reserved=candidates.reserved_accessor(tag or "default"),
                what="the client's property for the tag",
                setting="accessors",
            )
            for tag in tags
        ],
        numbered=candidates.numbered_snake,
        allowed=lambda name: name not in reserved_names.ACCESSORS and not name.startswith("_"),
        keep_all=True,
        pinned={f"{tag_pointer(tag)}/accessor": name for tag, name in settings.accessors.items()},
    )
    return {
        tag: ApiName(name=name, module=snake(name), accessor=accessor)
        for tag, name, accessor in zip(tags, classes, accessors, strict=True)
    }


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
    models: Mapping[Pointer, ModelName],
    former: Mapping[Pointer, str],
) -> dict[Pointer, OperationName]:
    """Names every operation's method and arguments; methods differ within one class.

    Args:
        api: the service.
        settings: the package's settings.
        run: the run.
        models: the names of the models.
        former: the operationIds that have changed, as they were.

    Returns:
        The names, by the operation's pointer.
    """
    by_tag: dict[str, list[Operation]] = {}
    for operation in api.operations:
        by_tag.setdefault(tag_of(operation), []).append(operation)
    named: dict[Pointer, OperationName] = {}
    for tag, operations in by_tag.items():
        methods = _methods(operations, run)
        constants = _constants(methods)
        for operation, method, constant in zip(operations, methods, constants, strict=True):
            arguments = _arguments(operation, method, settings, run, models)
            named[operation.pointer] = OperationName(
                tag=tag,
                method=method,
                constant=constant,
                arguments=arguments[: len(operation.parameters)],
                body=arguments[-1] if operation.body else "",
                positional=_positional(operation, arguments, run),
                former_id=former.get(operation.pointer, ""),
                former_arguments=_former_arguments(operation, arguments, settings, run),
            )
            if operation.operation_id:
                run.record[f"{operation.pointer}{ID}"] = operation.operation_id
    return named


def _methods(operations: list[Operation], run: NamingSession) -> tuple[str, ...]:
    return run.settle(
        [
            Item(
                pointer=operation.pointer,
                candidates=candidates.method_candidates(
                    operation.operation_id, operation.method, operation.path
                ),
                source=operation.operation_id or f"{operation.method} {operation.path}",
                reserved=candidates.reserved_method(operation.operation_id),
            )
            for operation in operations
        ],
        numbered=candidates.numbered_snake,
        allowed=lambda name: name not in reserved_names.METHODS and not name.startswith("_"),
        claims=lambda name: (name, *(name + ending for ending in _DERIVED)),
        keep_all=True,
    )


def _constants(methods: tuple[str, ...]) -> tuple[str, ...]:
    """The rows' names in the operation table; only the package itself sees them, so nothing
    is kept or reported.
    """
    items = [
        Item(pointer=method, candidates=(normalise(method.upper()),), source=method)
        for method in methods
    ]
    named = settle_scope(
        items,
        Choices(pinned={}, kept={}),
        Diagnostics(),
        numbered=candidates.numbered_snake,
        allowed=str.isidentifier,
        claims=lambda name: (name, f"{name}_PAGES"),
    )
    return tuple(named[method] for method in methods)


def _arguments(
    operation: Operation,
    method: str,
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
        given = settings.body_names.get(operation.operation_id) or settings.body_names.get(method)
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
        argument_order.Argument(name=name, location=parameter.location, required=parameter.required)
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
