"""JsonTree."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    JsonTree: TypeAlias = "list[JsonTree] | dict[str, JsonTree] | str | int"
else:
    from .._runtime.models.base import Alias

    class JsonTree(Alias, of="list[JsonTree] | dict[str, JsonTree] | str | int"):
        """Any nesting of lists and maps."""
