"""Parents with a discriminator, and the children that name them in their ``allOf``.

Where such a parent is used as a type, any child may come. The parent's own pointer stays the Object
with its fields; uses of it become a synthesised Choice at ``<parent>#choice``: the children in
document order, then the parent itself as the fallback.

Specification: "Discriminator Object" and "Models with Polymorphism Support" of OpenAPI;
``discriminator`` of Swagger 2.0.
"""

from __future__ import annotations

from docbound.records import field, record
from docbound.service import Pointer

from ...document.reader import Node
from .all_of import Expander


@record(frozen=False, kw_only=False)
class DiscriminatorParents:
    """The discriminated parents among the components; found by :meth:`collect` before any type is
    made.
    """

    expander: Expander
    parents: dict[Pointer, Node] = field(default_factory=dict[Pointer, Node])
    """The discriminator of each parent that has children."""
    children: dict[Pointer, list[Node]] = field(default_factory=dict[Pointer, list[Node]])

    _below: set[Pointer] = field(default_factory=set[Pointer])

    def is_root(self, pointer: Pointer) -> bool:
        """Whether a parent has the discriminator itself, and not an ancestor of it."""
        return pointer not in self._below

    def has_children(self, pointer: Pointer) -> bool:
        """Whether ``pointer`` is a discriminated parent, so that a use of it may mean any child."""
        return pointer in self.children

    def collect(self, components: list[Node]) -> None:
        """Finds parents and children among all component schemas, in document order."""
        marks = self._marks(components)
        if not marks:
            return
        for child in components:
            if not isinstance(child.value, dict) or "allOf" not in child.value:
                continue
            for part in self.expander.behind(child).parts:
                parent = marks.get(part.node.pointer)
                if parent is not None and parent.pointer != child.pointer:
                    self.children.setdefault(parent.pointer, []).append(child)
        self._collect_below()

    def _collect_below(self) -> None:
        """Children that have children of their own: where one of them is said, its descendants may
        come as well.
        """
        for parent, children in list(self.children.items()):
            owners = {
                part.node.pointer: child
                for child in children
                if child.pointer not in self.parents
                for part in self.expander.behind(child).local
            }
            for child in children:
                found = {
                    owner.pointer: None
                    for part in self.expander.behind(child).parts
                    if (owner := owners.get(part.node.pointer)) is not None
                    and owner.pointer != child.pointer
                }
                for pointer in found:
                    self._below.add(pointer)
                    self.parents.setdefault(pointer, self.parents[parent])
                    self.children.setdefault(pointer, []).append(child)

    def _marks(self, components: list[Node]) -> dict[Pointer, Node]:
        """The schema that carries a discriminator, and the component it belongs to."""
        marks: dict[Pointer, Node] = {}
        for component in components:
            if not _may_be_parent(component):
                continue
            for part in self.expander.behind(component).local:
                mark = part.node.member("discriminator")
                if mark is None or mark.value is None:
                    continue
                if part.node.has("oneOf") or part.node.has("anyOf"):
                    continue
                marks[part.node.pointer] = component
                self.parents[component.pointer] = mark
        return marks


def _may_be_parent(node: Node) -> bool:
    if not isinstance(node.value, dict):
        return False
    if "discriminator" in node.value:
        return True
    items = node.value.get("allOf")
    return isinstance(items, list) and any(
        isinstance(item, dict) and "discriminator" in item for item in items
    )
