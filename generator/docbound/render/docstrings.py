"""Docstrings of methods: summary, arguments, result and errors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from docbound.annotations import UNDESCRIBED
from docbound.package import Argument, ChoiceRow, Method, Overload
from docbound.writing.text import hanging_indent, one_line, sentence, wrap

DOC_WIDTH: Final = 92
"""Columns that the text of a method's docstring may take."""

_NO_NEWS: Final = frozenset(
    [
        *("a", "an", "the", "is", "was", "has", "been", "no", "this", "call", "code", "http"),
        *("content", "default", "invocation", "message", "none", "ok", "operation", "request"),
        *("response", "result", "returned", "specified", "status", "succeeded", "success"),
        *("successful", "successfully", "typical", "valid"),
    ]
)
"""Words that say nothing of a response, be it "200 OK" or "The request was successful"."""


def method_doc(method: Method, options: str) -> list[str]:
    """The lines of a method's docstring: what it does, then what goes in, comes out and can fail.

    An operation without a word about it is told by its method and path, which say more than the
    name of the method again. The result is in the signature, and here where more is said of it.

    Args:
        method: the method.
        options: what it calls the options of a call.
    """
    summary, description = one_line(method.summary), one_line(method.description)
    parts: list[list[str]] = []
    if summary:
        parts.append(wrap(sentence(summary), DOC_WIDTH))
    if description not in ("", summary):
        parts.append(wrap(method.description, DOC_WIDTH))
    if not parts:
        parts.append(wrap(f"Sends ``{method.http_method} {method.path}``.", DOC_WIDTH))
    if method.deprecated:
        parts.append(["Deprecated: the service may stop answering this operation."])
    parts.append([*_arguments_doc(method.arguments), *_options_doc(method, options)])
    parts += [_result_doc(method), _errors_doc(method)]
    return "\n\n".join("\n".join(part) for part in parts if part).split("\n")


def _arguments_doc(arguments: Sequence[Argument]) -> list[str]:
    lines = ["Args:"]
    for argument in arguments:
        facts = [note for note in argument.notes if note != "optional"]
        about = " ".join(
            [
                sentence(argument.doc) if argument.doc.strip() else "",
                *(sentence(_in_prose(one_line(fact))) for fact in facts),
            ]
        ).strip()
        shown = about or _unnamed(argument)
        lines += hanging_indent(f"{argument.name}: ", shown, DOC_WIDTH, indent=4)
    return lines


def _options_doc(method: Method, name: str) -> list[str]:
    text = "timeout, retries, headers and more for this call, see ``RequestOptions``."
    body = next((item.name for item in method.arguments if item.location == "body"), None)
    if body and any(body not in _names(form) for form in method.overloads):
        text = f"the fields of ``{body}``, where they are given in its place; {text}"
    return hanging_indent(f"**{name}: ", text, DOC_WIDTH, indent=4)


def _names(form: Overload) -> set[str]:
    return {argument.name for argument in form.arguments}


def _in_prose(fact: str) -> str:
    """A note as the beginning of a sentence; the values in it keep their case."""
    shown = fact.replace("default to", "by default", 1)
    return shown[:1].upper() + shown[1:]


def _result_doc(method: Method) -> list[str]:
    if method.result.code == "None":
        return []
    if method.result == UNDESCRIBED:
        return ["Returns:", "    What the service answers; the description names no content."]
    success = (response for response in method.responses if response.status.startswith("2"))
    about = next((response.description for response in success if response.description), "")
    is_said = any(not word.isdigit() for word in _words(about) - _NO_NEWS)
    if method.streaming is None:
        shown = sentence(about) if is_said else ""
    else:
        otherwise = "false" if method.streaming.default else "true"
        other = "one value" if method.streaming.default else "a stream of items"
        shown = sentence(about) if is_said else f"{method.result.prose}."
        shown = f"{shown} It is {other} where ``{method.streaming.name}`` is {otherwise}."
    if method.choice is not None:
        shown = f"{shown} {_choice_doc(method.choice)}".strip()
    return ["Returns:", *hanging_indent("", shown, DOC_WIDTH, indent=4)] if shown else []


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _choice_doc(choice: ChoiceRow) -> str:
    """What decides which kind of response comes."""
    if choice.location == "accept":
        return "It comes in the media type that ``accept`` names."
    kinds: dict[str, list[str]] = {}
    for value, media in choice.media:
        answers = " or ".join(code or content_type for content_type, code in media)
        kinds.setdefault(one_line(answers), []).append(one_line(str(value)))
    shown = "; ".join(f"{', '.join(values)}: {answer}" for answer, values in kinds.items())
    return f"``{choice.name}`` decides what comes ({shown})."


def _errors_doc(method: Method) -> list[str]:
    statuses = [response.status for response in method.responses if response.status[:1] in "45"]
    verb = "is" if len(statuses) == 1 else "are"
    named = f" ({', '.join(statuses)} {verb} documented)" if statuses else ""
    text = f"the service answered with an error status{named}."
    return ["Raises:", *hanging_indent("ApiException: ", text, DOC_WIDTH, indent=4)]


def _unnamed(argument: Argument) -> str:
    """What is said of an argument that the description says nothing of."""
    if not argument.wire_name:
        return "The body of the request."
    return f"{argument.location.capitalize()} ``{argument.wire_name}``."
