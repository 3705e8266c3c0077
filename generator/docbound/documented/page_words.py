"""Names and types in the words of documentation pages, which documented.yaml quotes."""

from __future__ import annotations

import re
from typing import Final

_PAGE_TYPES: Final = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "object": "object",
    "any": "object",
}


def page_type(word: str) -> str:
    """``[Credit]`` becomes ``List[Credit]``, ``string`` ``str``: the pages' words for the types of
    documented.yaml.
    """
    if word.startswith("["):
        return f"List[{page_type(word[1:-1])}]"
    return _PAGE_TYPES.get(word, word)


def snake(name: str) -> str:
    """``nextToken`` becomes ``next_token``, ``LLMCredentialRequest`` ``llm_credential_request``."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return re.sub(r"\W+", "_", spaced).strip("_").lower()
