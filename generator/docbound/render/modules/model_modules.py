"""Values for the template of a model: imports and fields."""

from __future__ import annotations

from docbound.package import (
    AliasModel,
    Annotation,
    EnumMember,
    EnumModel,
    Import,
    Model,
    ModelField,
    ObjectModel,
    runtime_import,
)
from docbound.records import record
from docbound.render.imports import (
    annotation_imports,
    import_block,
    neighbour_imports,
    with_type_checking,
)
from docbound.render.layout_types import Layout
from docbound.writing.python_source import (
    Node,
    call,
    mapping,
    show,
    show_annotation,
    show_assignment,
    show_constant,
)
from docbound.writing.source_types import PythonSource, python
from docbound.writing.text import string_literal


@record(kw_only=False)
class ModelModule:
    """The module of one model."""

    model: Model
    layout: Layout

    @property
    def doc(self) -> str:
        """The docstring of the class, which every class has; the module needs none beside it."""
        return self.model.doc or f"The model {self.model.name}."

    @property
    def imports(self) -> PythonSource:
        """Imports that the module itself needs."""
        match self.model:
            case ObjectModel() as model:
                needed = _object_imports(model)
                if self._neighbours(model):
                    needed = with_type_checking(needed)
                return self._block(needed)
            case EnumModel() as model:
                return self._block(_enum_imports(model))
            case AliasModel() as model:
                return self._alias_imports(model) if model.is_class else PythonSource()

    @property
    def typing_imports(self) -> PythonSource:
        """Imports that only type checkers need, indented for their block; empty if there are
        none.
        """
        match self.model:
            case ObjectModel() as model:
                return self._block(self._neighbours(model), indent=4)
            case AliasModel() as model:
                return self._alias_imports(model, indent=4)
            case EnumModel():
                return PythonSource()

    def _alias_imports(self, model: AliasModel, indent: int = 0) -> PythonSource:
        needed = model.type.imports | model.type.neighbours
        alias = Import(module="typing", name="TypeAlias")
        return self._block({*needed, alias} - self._itself, indent)

    def _neighbours(self, model: ObjectModel) -> set[Import]:
        return neighbour_imports(_annotations(model)) - self._itself

    @property
    def _itself(self) -> set[Import]:
        return {Import(module=f".models.{self.model.module}", name=self.model.name)}

    def _block(self, imports: set[Import], indent: int = 0) -> PythonSource:
        folder = self.layout.models_folder
        return import_block(imports, depth=2, models_folder=folder, inside=folder, indent=indent)

    def field(self, field: ModelField) -> PythonSource:
        """The line, or lines, that declare a field."""
        return show_assignment(field.name, field.annotation.code, field.default_code, indent=4)

    def member(self, member: EnumMember) -> PythonSource:
        """One member of an enum."""
        return show_constant(member.name, member.value_code, indent=4)

    def alias(self, model: AliasModel) -> PythonSource:
        """The type alias that type checkers see."""
        return show_annotation(
            model.type.code, indent=4, before=4 + len(f"{model.name}: TypeAlias = ")
        )

    def alias_class(self, model: AliasModel) -> PythonSource:
        """The head of the class that means the alias at run time."""
        items: dict[str, Node | None] = {"of": string_literal(model.of_code)}
        if model.tag:
            items["tag"] = string_literal(model.tag)
            pairs = {tag: string_literal(name) for tag, name in model.mapping}
            items["mapping"] = mapping(pairs) if pairs else None
        if model.default:
            items["default"] = string_literal(model.default)
        if model.base:
            items["base"] = string_literal(model.base)
        return show(call(f"class {model.name}", "Alias", **items), indent=4, after=len(":"))

    @property
    def variants(self) -> PythonSource:
        """The line that names the choice between what is made of this model, or an empty string."""
        if not isinstance(self.model, ObjectModel) or self.model.variants is None:
            return PythonSource()
        name = string_literal(self.model.variants.code)
        return show_assignment("_variants", "ClassVar[str]", name, indent=4)

    @property
    def read_as(self) -> PythonSource:
        """What type checkers are told that the model's objects are read as, or an empty string."""
        if not isinstance(self.model, ObjectModel) or self.model.variants is None:
            return PythonSource()
        code = self.model.variants.code
        before = 8 + len("def _read_as(self) -> ")
        return python(
            "def _read_as(self) -> {}: ...", show_annotation(code, indent=8, before=before)
        )

    @property
    def additional(self) -> PythonSource:
        """The line that types undeclared keys, or an empty string."""
        if not isinstance(self.model, ObjectModel) or self.model.additional is None:
            return PythonSource()
        code = self.model.additional.code
        return show_assignment(
            "additional_properties",
            f"ClassVar[AdditionalProperties[{code}]]",
            f"AdditionalProperties({string_literal(code)})",
            indent=4,
        )


def _annotations(model: ObjectModel) -> list[Annotation]:
    extra = [model.additional] if model.additional else []
    extra += [model.variants] if model.variants else []
    return [*(field.annotation for field in model.fields), *extra]


def _object_imports(model: ObjectModel) -> set[Import]:
    needed = annotation_imports(_annotations(model))
    needed.add(runtime_import("Model"))
    if model.additional:
        needed.add(runtime_import("AdditionalProperties"))
    if model.additional or model.variants:
        needed.add(Import(module="typing", name="ClassVar"))
    return needed


def _enum_imports(model: EnumModel) -> set[Import]:
    bases = (base.strip() for base in model.base.split(","))
    return {Import(module="enum", name=base) for base in bases if base.endswith("Enum")}
