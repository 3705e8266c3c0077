"""Joining what is known of one thing: a sample into what is stated, one source into another. What
is lost is listed.
"""

from __future__ import annotations

from docbound.draft.blocks import At
from docbound.draft.facts import (
    Body,
    Conflict,
    Content,
    Draft,
    Operation,
    Origin,
    Parameter,
    Property,
    Response,
    Schema,
    renamed_placeholders,
)


def fill_from_sample(schema: Schema, sample: Schema, depth: int = 0) -> None:
    """Adds to what a page states what its sample shows: fields, and types of fields that have none.

    The sample never changes what is stated.
    """
    if depth > 40 or schema.ref:
        return
    if schema.empty:
        _become(schema, sample)
        return
    schema.nullable = schema.nullable or (
        sample.nullable and not sample.empty and schema.type == sample.type
    )
    if schema.one_of:
        return
    if schema.type == "array" and sample.type == "array":
        if sample.items is not None:
            if schema.items is None:
                schema.items = sample.items
            else:
                fill_from_sample(schema.items, sample.items, depth + 1)
        return
    if schema.type == "array" and sample.type == "object" and schema.items is not None:
        return
    if schema.type in ("", "object") and sample.type == "object" and not schema.closed:
        _fill_fields(schema, sample, depth)
    elif (
        schema.type == "string"
        and sample.type == "string"
        and not schema.format
        and not schema.enum
    ):
        schema.format, schema.format_at = sample.format, sample.format_at


def _become(schema: Schema, sample: Schema) -> None:
    for name in ("type", "format", "format_at", "items", "fields", "one_of", "origin"):
        setattr(schema, name, getattr(sample, name))
    schema.nullable = schema.nullable or sample.nullable
    schema.at = sample.at


def _fill_fields(schema: Schema, sample: Schema, depth: int) -> None:
    schema.type = "object"
    if schema.values is not None:
        return
    if schema.fields is None:
        schema.fields = {}
    for name, prop in (sample.fields or {}).items():
        known = schema.fields.get(name)
        if known is None:
            schema.fields[name] = prop
        else:
            fill_from_sample(known.schema, prop.schema, depth + 1)
            if prop.schema.nullable and not known.schema.ref:
                known.schema.nullable = True


class Merger:
    """Joins drafts: facts of the first win, and whatever contradicts them is listed."""

    def __init__(self, into: Draft) -> None:
        self.into = into

    def add(self, other: Draft) -> None:
        """Adds a draft whose sources rank below those already joined."""
        into = self.into
        into.title = into.title or other.title
        into.title_at = into.title_at or other.title_at
        into.version = into.version or other.version
        into.description = into.description or other.description
        into.package = into.package or other.package
        into.package_at = into.package_at or other.package_at
        for address, at in other.servers.items():
            into.servers.setdefault(address, at)
        for name, scheme in other.schemes.items():
            known = into.schemes.get(name)
            if known is None or not known.kind:
                into.schemes[name] = scheme
            elif scheme.kind and known.kind != scheme.kind:
                self._conflict(
                    f"security scheme {name}: kind",
                    known.kind,
                    known.at,
                    scheme.kind,
                    scheme.at,
                )
            else:
                known.parameter = known.parameter or scheme.parameter
                known.place = known.place or scheme.place
        if into.security is None:
            into.security, into.security_at = other.security, other.security_at
        for name, schema in other.schemas.items():
            if name in into.schemas:
                self.schema(f"schema {name}", into.schemas[name], schema)
            else:
                into.schemas[name] = schema
        for key, operation in other.operations.items():
            if key in into.operations:
                self.operation(into.operations[key], operation)
            else:
                into.operations[key] = operation
        for word in ("api_at", "imports"):
            for name, at in getattr(other, word).items():
                getattr(into, word).setdefault(name, at)
        for name, variable in other.environment.items():
            into.environment.setdefault(name, variable)
        into.helpers.update(other.helpers)
        into.layout = into.layout or other.layout
        into.conflicts.extend(other.conflicts)
        into.notes.extend(other.notes)

    def _conflict(
        self, what: str, kept: object, kept_at: At, dropped: object, dropped_at: At
    ) -> None:
        if kept_at != dropped_at:
            self.into.conflicts.append(
                Conflict(
                    what=what,
                    kept=str(kept),
                    kept_at=kept_at,
                    dropped=str(dropped),
                    dropped_at=dropped_at,
                )
            )

    def operation(self, one: Operation, two: Operation) -> None:
        """Joins two accounts of one operation."""
        renamed = renamed_placeholders(two.path, one.path)
        if one.mention and not two.mention:
            # A page that only mentions the operation does not name it.
            for word in ("summary", "description", "operation_id", "name_at", "tag", "at", "path"):
                setattr(one, word, getattr(two, word) or getattr(one, word))
            one.mention = False
            renamed = {}
            one.parameters = {}
        for word in (
            "summary",
            "description",
            "operation_id",
            "name_at",
            "signature",
            "signature_at",
            "returns",
            "returns_at",
            "tag",
        ):
            if not getattr(one, word):
                setattr(one, word, getattr(two, word))
        one.deprecated = one.deprecated or two.deprecated
        for (place, name), parameter in two.parameters.items():
            name = renamed.get(name, name) if place == "path" else name
            self._parameter(one, place, name, parameter)
        if one.body is None:
            one.body = two.body
        elif two.body is not None:
            self._body(one, one.body, two.body)
        for status, response in two.responses.items():
            known = one.responses.get(status)
            if (
                known is None
                and not response.status_known
                and status != "default"
                and any(code.startswith("2") for code in one.responses)
            ):
                status = next(code for code in one.responses if code.startswith("2"))
                known = one.responses[status]
            if known is None:
                self._add_response(one, status, response)
            else:
                self._response(one, known, response)
        one.responses = dict(
            sorted(one.responses.items(), key=lambda pair: (pair[0] == "default", pair[0]))
        )
        if one.security is None:
            one.security, one.security_at = two.security, two.security_at
        elif two.security is not None and set(one.security) != set(two.security):
            at = (one.security_at or one.at, two.security_at or two.at)
            self._conflict(f"{one.label}: security", one.security, at[0], two.security, at[1])
        one.shown_only = one.shown_only and two.shown_only
        one.servers.extend(address for address in two.servers if address not in one.servers)

    def _add_response(self, one: Operation, status: str, response: Response) -> None:
        unknown = next(
            (
                code
                for code, known in one.responses.items()
                if not known.status_known and status.startswith("2") and code.startswith("2")
            ),
            None,
        )
        if unknown is None:
            one.responses[status] = response
            return
        # The first source shows a response without its status; this one knows it.
        known = one.responses.pop(unknown)
        known.status, known.status_known = status, True
        one.responses[status] = known
        self._response(one, known, response)

    def _parameter(self, one: Operation, place: str, name: str, parameter: Parameter) -> None:
        known = one.parameters.get((place, name))
        if known is None:
            known = self._elsewhere(one, place, name, parameter)
        if known is None:
            parameter.name = name
            one.parameters[place, name] = parameter
            return
        what = f"{one.label}: {place} parameter {name}"
        known.description = known.description or parameter.description
        if known.required is None:
            known.required = parameter.required
        elif parameter.required is not None and known.required != parameter.required:
            self._conflict(
                f"{what}: required",
                known.required,
                known.at,
                parameter.required,
                parameter.at,
            )
        self.schema(what, known.schema, parameter.schema)

    def _elsewhere(
        self, one: Operation, place: str, name: str, parameter: Parameter
    ) -> Parameter | None:
        """The same parameter under another place or a Python name, where one of the two sources did
        not know better.
        """
        from docbound.draft.naming import same_words

        for key, known in list(one.parameters.items()):
            alike = same_words(known.name, name)
            if not alike or key[0] == "path" or place == "path":
                continue
            if known.place_known and parameter.place_known and key[0] != place:
                continue
            if not known.place_known or known.python_name:
                # The wire name and the place come from the source that knows them.
                known.name = name if known.python_name and not parameter.python_name else known.name
                known.place = place if parameter.place_known else known.place
                known.place_known = known.place_known or parameter.place_known
                known.python_name = "" if not parameter.python_name else known.python_name
                # The order of arguments stays.
                one.parameters = {
                    ((known.place, known.name) if other == key else other): value
                    for other, value in one.parameters.items()
                }
                return known
            if not parameter.place_known:
                return known
        return None

    def _body(self, one: Operation, known: Body, other: Body) -> None:
        self._content(f"{one.label}: body", known.content, other.content)
        if known.required is None:
            known.required = other.required

    def _response(self, one: Operation, known: Response, other: Response) -> None:
        known.description = known.description or other.description
        for name, at in other.headers.items():
            known.headers.setdefault(name, at)
        self._content(f"{one.label}: {known.status}", known.content, other.content)

    def _content(self, what: str, known: dict[str, Content], other: dict[str, Content]) -> None:
        for media, content in other.items():
            mine = known.get(media)
            if mine is None:
                if not content.stated and known:
                    # A media type that only a sample suggests: the schema is what counts.
                    self.schema(what, next(iter(known.values())).schema, content.schema)
                    continue
                known[media] = content
            else:
                mine.stated = mine.stated or content.stated
                self.schema(what, mine.schema, content.schema)

    def schema(self, what: str, one: Schema, two: Schema, depth: int = 0) -> None:
        """Joins two accounts of one value.

        Args:
            what: what the value is called in conflicts.
            one: the account that wins; it is completed.
            two: the other one.
            depth: how deep it is inside of others.
        """
        if depth > 30 or one is two or two.empty:
            return
        if one.empty:
            _take(one, two)
            return
        if two.origin is Origin.SAMPLE:
            self._sample_conflict(what, one, two)
            target = self.into.schemas.get(one.ref) if one.ref else one
            if target is not None:
                fill_from_sample(target, two)
            return
        if one.origin is Origin.SAMPLE:
            self._stated_over_sample(what, one, two)
            return
        if one.ref or two.ref:
            if one.ref and two.ref and one.ref != two.ref:
                self._conflict(f"{what}: type", one.ref, one.at, two.ref, two.at)
            elif two.ref and one.type == "object" and not one.fields and not one.values:
                _take(one, two)
            return
        if (
            one.type
            and two.type
            and one.type != two.type
            and (
                {one.type, two.type} != {"integer", "number"}
                or not (one.type == "number" and not one.enum)
            )
        ):
            self._conflict(f"{what}: type", one.type, one.at, two.type, two.at)
            return
        self._details(what, one, two, depth)

    def _details(self, what: str, one: Schema, two: Schema, depth: int) -> None:
        one.type = one.type or two.type
        one.nullable = one.nullable or two.nullable
        if not one.format:
            one.format, one.format_at = two.format, two.format_at
        elif two.format and one.format != two.format:
            self._conflict(
                f"{what}: format",
                one.format,
                one.format_at or one.at,
                two.format,
                two.format_at or two.at,
            )
        if not one.enum:
            one.enum, one.enum_at = list(two.enum), two.enum_at
        elif two.enum and set(map(str, one.enum)) != set(map(str, two.enum)):
            self._conflict(
                f"{what}: values",
                one.enum,
                one.enum_at or one.at,
                two.enum,
                two.enum_at or two.at,
            )
        one.default = one.default or two.default
        one.constraints = {**two.constraints, **one.constraints}
        one.description = one.description or two.description
        if one.items and two.items:
            self.schema(f"{what}[]", one.items, two.items, depth + 1)
        else:
            one.items = one.items or two.items
        if one.values and two.values:
            self.schema(f"{what}{{}}", one.values, two.values, depth + 1)
        else:
            one.values = one.values or two.values
        one.one_of = one.one_of or two.one_of
        if two.fields is not None:
            one.fields = {} if one.fields is None else one.fields
            for name, prop in two.fields.items():
                self._property(what, one.fields, name, prop, depth)

    def _property(
        self,
        what: str,
        fields: dict[str, Property],
        name: str,
        prop: Property,
        depth: int,
    ) -> None:
        from docbound.draft.naming import same_words

        known = fields.get(name)
        if known is None:
            similar = next(
                (
                    other
                    for other in fields
                    if same_words(other, name) and other.islower() and other != name
                ),
                None,
            )
            if similar is not None:
                # A generated page has Python's name, this source the wire's.
                renamed = {
                    (name if key == similar else key): value for key, value in fields.items()
                }
                fields.clear()
                fields.update(renamed)
                known = fields[name]
                known.name = name
        if known is None:
            fields[name] = prop
            return
        if known.required is None:
            known.required, known.required_at = prop.required, prop.required_at
        elif prop.required is not None and known.required != prop.required:
            self._conflict(
                f"{what}.{name}: required",
                known.required,
                known.required_at or known.at,
                prop.required,
                prop.required_at or prop.at,
            )
        known.description = known.description or prop.description
        self.schema(f"{what}.{name}", known.schema, prop.schema, depth + 1)

    def _sample_conflict(self, what: str, one: Schema, two: Schema, depth: int = 0) -> None:
        """Lists where a sample shows another type than the one that is stated."""
        one = self.into.schemas.get(one.ref, one) if one.ref else one
        if depth > 30 or one.one_of or two.one_of or not one.type or not two.type:
            return
        if one.type != two.type:
            if one.origin is not Origin.SAMPLE and (one.type, two.type) != ("number", "integer"):
                self._conflict(f"{what}: type", one.type, one.at, f"{two.type} (sample)", two.at)
            return
        if one.items and two.items:
            self._sample_conflict(f"{what}[]", one.items, two.items, depth + 1)
        for name, prop in (two.fields or {}).items():
            known = (one.fields or {}).get(name)
            if known is not None:
                self._sample_conflict(f"{what}.{name}", known.schema, prop.schema, depth + 1)

    def _stated_over_sample(self, what: str, one: Schema, two: Schema) -> None:
        """The higher source shows a sample, the lower one states: the statement counts, with the
        sample's further fields.
        """
        if (
            one.type
            and two.type
            and one.type != two.type
            and {one.type, two.type} != {"integer", "number"}
        ):
            self._conflict(f"{what}: type", f"{one.type} (sample)", one.at, two.type, two.at)
            return
        import copy

        sample = copy.copy(one)
        _take(one, two)
        fill_from_sample(one, sample)


def _take(one: Schema, two: Schema) -> None:
    for name in (
        "at",
        "origin",
        "type",
        "format",
        "format_at",
        "ref",
        "enum",
        "enum_at",
        "items",
        "fields",
        "values",
        "one_of",
        "extends",
        "title",
        "description",
        "default",
        "constraints",
        "closed",
    ):
        setattr(one, name, getattr(two, name))
    one.nullable = one.nullable or two.nullable
