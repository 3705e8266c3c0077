"""The words by which documentation names its parts: headings of sections, columns of tables,
phrases of descriptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from docbound.draft.blocks import Text
from docbound.draft.vocabulary import languages
from docbound.draft.vocabulary.word_lists import split_words
from docbound.records import record


@record
class Section:
    """What a heading announces.

    Attributes:
        kind: ``parameters``, ``response``, ``statuses``, ``errors``, ``success``, ``example-
            request``, ``example-response``, ``returns``, ``authorization``, ``transport``,
            ``properties``, ``enum``, ``declaration``, ``response-headers`` or ``""``.
        place: for parameters: where they go, ``url`` for path or query, "" where the heading
            does not tell.
        status: the status of a response, "" where it is not named.
        media_type: the media type that the heading names.
    """

    kind: str = ""
    place: str = ""
    status: str = ""
    media_type: str = ""


_SECTIONS: Final[tuple[tuple[str, Section], ...]] = (
    (r"^(http )?response details?$", Section(kind="statuses")),
    (r"^http request headers$", Section(kind="transport")),
    (r"^return(s|ed)? type$", Section(kind="returns")),
    (
        r"^(authori[sz]ations?|authentication|security|permissions?|required permissions?)$",
        Section(kind="authorization"),
    ),
    (
        r"^what (?:you|we|the call|it) (?:gets?|returns?|receives?)(?: back)?$|^comes back$",
        Section(kind="response"),
    ),
    (r"^what (?:you|to) (?:send|pass)$", Section(kind="parameters")),
    (r"^change ?logs?$|^history$|^see also$|^notes?$|^limits?$", Section(kind="other")),
    (r"^enumerated values?$|^enums?$|^allowable values$", Section(kind="enum")),
    (
        r"response headers?|headers? (in|of) the (response|reply)",
        Section(kind="response-headers"),
    ),
    (
        r"\b(http )?(status|return|response|error|result)[ -]?codes?\b|^(http )?statuse?s?$",
        Section(kind="statuses"),
    ),
    (
        r"\b(examples?|sample)\b.*\b(responses?|results?|repl(y|ies)|outputs?|answers?)\b"
        r"|\b(responses?|results?|repl(y|ies)|outputs?)\b.*\b(examples?|samples?)\b",
        Section(kind="example-response"),
    ),
    (
        r"\b(examples?|samples?)\b.*\b(bod(y|ies)|payloads?)\b"
        r"|\b(bod(y|ies)|payloads?)\b.*\b(examples?|samples?)\b",
        Section(kind="parameters", place="body"),
    ),
    (
        r"\b(examples?|samples?)\b.*\b(requests?|calls?|usage|payloads?|bod(y|ies)|commands?)\b"
        r"|\b(requests?|calls?|payloads?|bod(y|ies))\b.*\b(examples?|samples?)\b"
        r"|^curl\b|^examples?\b|^usage$|^code samples?$|^(http )?call$",
        Section(kind="example-request"),
    ),
    (
        r"\bpath\b.*\b(param|variab|arg|segment|value)|^path$",
        Section(kind="parameters", place="path"),
    ),
    (
        r"\b(query|querystring)\b|^filters?$|\bsearch param",
        Section(kind="parameters", place="query"),
    ),
    (r"\b(ur[il])\b.*\b(param|variab|arg)", Section(kind="parameters", place="url")),
    (r"\bheaders?\b", Section(kind="parameters", place="header")),
    (r"\bcookies?\b", Section(kind="parameters", place="cookie")),
    (
        r"\bform\b.*\b(data|param|field)|^form$|form-data",
        Section(kind="parameters", place="form"),
    ),
    (
        r"^(http"
        r" )?(response|reply|replies|returns?|results?|output|answer)\b|\b(responses?|repl(y|ies))$"
        r"|\bresponse (fields?|body|attributes|object|schema|data|payload|format|param)",
        Section(kind="response"),
    ),
    (
        r"\b(body|payload|requestbody)\b|\brequest (fields?|data|attributes|schema|object|content)"
        r"|\bpost (data|fields|param)|json param|^data params?$"
        r"|^attributes$|^input(s)?$|^fields$",
        Section(kind="parameters", place="body"),
    ),
    (
        r"^properties$|^attributes$|^fields$|^model fields$|^members$",
        Section(kind="properties"),
    ),
    (
        r"\b(parameters?|params?|arguments?)\b|^request$|^options$|^inputs?$",
        Section(kind="parameters"),
    ),
    (
        r"^(possible )?(errors?|failures?|exceptions?)\b|\berrors?$",
        Section(kind="errors"),
    ),
    (r"^suc?cess(ful)?\b", Section(kind="success")),
    (
        (
            r"^(http |api )?(request|endpoints?|urls?|uri|methods?|definition|route|http"
            r" method|resource url)$|^http request\b"
        ),
        Section(kind="declaration"),
    ),
)
_STATUS_WORD: Final = re.compile(
    r"(?:^|\bstatus(?: code)?:?\s*|\bresponses?:?\s*|\bsuccess:?\s+|\breturns?:?\s+|\bhttp\s*|\()"
    r"(?P<code>[1-5](?:\d\d|XX))\b",
    re.I,
)
_MEDIA_TYPE: Final = re.compile(r"\b(?:application|text|multipart|image|audio|video)/[\w.+*-]+")
_LEADING_STATUS: Final = re.compile(r"^(?P<code>[1-5]\d\d)\b")


def section(text: str) -> Section:
    """What a heading or a label announces; ``kind`` is "" where nothing is known by that name."""
    words = re.sub(r"[`*:：]+", " ", text).strip().lower()
    words = languages.heading(re.sub(r"\s+", " ", words))
    media = _MEDIA_TYPE.search(words)
    status = _LEADING_STATUS.match(words) or _STATUS_WORD.search(words)
    if len(words) > 90:
        return Section()
    if status and not re.search(r"\bparam|\bbody\b", words):
        kind = "example-response" if "example" in words else "response"
        return Section(
            kind=kind,
            status=status["code"].upper(),
            media_type=media[0] if media else "",
        )
    placed = re.fullmatch(r"param(?:eter)?s?\s*\((path|query|header|cookie|body|form)\)", words)
    if placed:
        return Section(kind="parameters", place=placed[1])
    plain = re.sub(r"(?<!\s)\s*+\([^)]*+\)?", "", words).strip() or words
    plain = re.sub(r"^[\d.]+\s+", "", plain)
    for pattern, found in _SECTIONS:
        if re.search(pattern, plain):
            if media:
                return Section(kind=found.kind, place=found.place, media_type=media[0])
            return found
    return Section()


# Headings of one word that announce a part of a page; any other may be the name of a schema, as
# Error and Failure are.
_SECTION_WORDS: Final = frozenset(
    split_words(
        "parameters params response responses errors headers authentication authorization security",
        "arguments body request requests result results returns payload status statuses query path",
        "cookies options replies output outputs input inputs",
    )
)


def may_name_schema(text: str) -> bool:
    """Whether a heading may be the name of a schema, though its word announces a part of a page
    elsewhere (Error, Failure).
    """
    return bool(re.fullmatch(r"[A-Z][A-Za-z0-9_.]*", text)) and text.lower() not in _SECTION_WORDS


_COLUMNS: Final[tuple[tuple[str, str], ...]] = (
    ("method", r"^(http )?(method|verb)$"),
    (
        "url",
        r"^(http |method |request )?(url|uri|path|endpoint|route|http request|request|resource)s?$",
    ),
    (
        "auth",
        r"^(requires? auth|auth(entication|orization)?( required)?|requires? login)$",
    ),
    (
        "status",
        (
            r"^(http )?(status|response|error|return)? ?(status )?codes?$|^(http"
            r" )?status(es)?$|^(http )?status code$"
        ),
    ),
    (
        "place",
        (
            r"^(in|location|located in|place|where|param(eter)? type|passed"
            r" (in|as)|kind|position|sent in)$"
        ),
    ),
    (
        "required",
        (
            r"^(is"
            r" )?(required|mandatory|req\.?|presence|obligatory|needed|m/o|o/m)\??$|^required/optional$|^requirement$"  # noqa: E501
        ),
    ),
    ("optional", r"^(is )?optional\??$"),
    ("default", r"^defaults?( value)?$"),
    (
        "enum",
        (
            r"^((allowed|possible|accepted|valid|available|enum(erated)?)"
            r" )?(values?|options?|enum|choices)$"
        ),
    ),
    ("example", r"^(examples?|sample|e\.g\.)( values?)?$"),
    ("format", r"^formats?$"),
    ("schema", r"^(schema|model|body|content|json body|returns?)$"),
    ("type", r"^(data ?)?types?( ?/ ?format)?$|^value type$|^field type$"),
    ("headers", r"^response headers$"),
    ("notes", r"^notes?$|^remarks?$"),
    ("restrictions", r"^(restrictions?|constraints?|validation)$"),
    ("meaning", r"^meaning$|^reason$|^text$"),
    (
        "description",
        (
            r"^(descriptions?|details?|explanation|comments?|info|information|summary|purpose|usage|definition|what"
            r" it (is|does|means))$"
        ),
    ),
    (
        "name",
        r"^(param(eter)?s?|name|names|fields?|field name|keys?|arg(ument)?s?|propert(y|ies)"
        r"|property name|attributes?|attribute name|variables?"
        r"|headers?|header name|param(eter)? name|query("
        r" param(eter)?s?)?|option|element|column|member|path param(eter)?s?"
        r"|body param(eter)?s?|argument name|json (key|field)|placeholder)$",
    ),
)


def columns(header: Sequence[Text]) -> dict[str, int]:
    """Which column of a table holds what, by the words of its header; a role goes to the first
    column that fits.
    """
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        words = languages.column(re.sub(r"\s+", " ", cell.plain.strip("*:? ").lower()))
        role = next((role for role, pattern in _COLUMNS if re.search(pattern, words)), "")
        if role and role not in found:
            found[role] = index
    if {"name", "schema"} <= set(found) and not {"type", "status"} & set(found):
        found["type"] = found.pop("schema")
    if "meaning" in found and "description" not in found:
        found["description"] = found.pop("meaning")
    if (
        "name" not in found
        and "status" not in found
        and header
        and "enum" in found
        and len(header) == 2
    ):
        found["name"] = 1 - found["enum"]
    return found


_YES: Final = frozenset(
    {
        "yes",
        "y",
        "m",
        "true",
        "required",
        "mandatory",
        "must",
        "✓",
        "✔",
        "✔️",
        "✅",
        "x",
        "1",
        "always",
        "always present",
        "*",
        "•",
        "●",
        "required.",
    }
)


def truth(text: str) -> bool:
    """What a cell of a column such as "Required" says; anything with a condition is no."""
    words = text.replace("`", "").replace("*", "").strip(" \n[]()").lower()
    return (
        words in _YES
        or languages.is_yes(words)
        or (not words and "*" in text)
        or words == ":white_check_mark:"
    )


_LIST: Final = (
    r"(?P<values>(?:`[^`\n]+`|\"[^\"\n]+\"|'[^'\n]+'|“[^”\n]+”)(?:\s*(?:,|\||/|;|\bor\b|\band\b|,"
    r" or|, and)\s*(?:or\s+|and\s+)?(?:`[^`\n]+`|\"[^\"\n]+\"|'[^'\n]+'|“[^”\n]+”))*)"
)
_BARE: Final = (
    r"(?P<values>[A-Za-z0-9_][\w.-]*(?:\s*(?:,|\||/)\s*(?:or\s+|and\s+)?[A-Za-z0-9_][\w.-]*)*(?:\s+(?:or|and)\s+[A-Za-z0-9_][\w.-]*)?)(?=[.;\n)]|\s*$)"
)
_CLOSED: Final = (
    r"(?:\b(?:(?:must|can|may|should|could|will)\s+(?:only\s+)?(?:be\s+)?(?:one of|either(?:"
    r" be)?|be)(?:\s+(?:the following|these))?(?:\s+values)?"
    r"|(?:is\s+)?(?:any |either )?one of(?:\s+(?:the"
    r" following|these))?(?:\s+(?:values|options))?|either"
    r"|(?:allowed|possible|valid|accepted|available|supported|permitted|acceptable|legal)\s+(?:values?|options?|choices)(?:\s+are)?"
    r"|allowed|options\s+are|values\s+are|accepts|enum)\s*[:=-]?\s*)"
)
_OPEN: Final = re.compile(
    r"\b(e\.g\.|for example|such as|like|including|include[sd]?|for instance|i\.e\.|not|other"
    r" than)\s*+(?::\s*+)?$",
    re.I,
)
_LONGEST_OPENING: Final = 80
"""Letters before a list in which such words are searched."""
_WITH_MARKS: Final = re.compile(_CLOSED + r"(?:an?\s+|the\s+)?[\[({]?\s*" + _LIST, re.I)
_WITH_COLON: Final = re.compile(
    r"\b(?:(?:allowed|possible|valid|accepted|available|supported|permitted)\s+(?:values?|options?|choices)|one"
    r" of|allowed|enum)\s*(?::|=| are:?)\s*[\[({]?" + _BARE,
    re.I,
)
_BRACKETS: Final = re.compile(
    r"\((?:one of:?\s+|either\s+)?"
    r"(?P<values>[A-Za-z_][\w-]*+(?:(?:\s*+[,|/]\s*+|,?\s++or\s++)[A-Za-z_][\w-]*+)+)"
    r"(?:[,;]?\s*+defaults?(?: to|:|=)?\s*+[^\s,()]++)?\)"
)
_LIST_FOLLOWS: Final = re.compile(
    r"(?:\b(?:one of|options|values|options are|values are|(?:the )?following(?: values|"
    r" options)?|either)\b[^.\n]{0,41}+)$",
    re.I,
)


_NOTHING_ELSE: Final = re.compile(
    r"\s*(?P<values>`[^`\n]+`(?:\s*(?:,|\||/|\bor\b)\s*(?:or\s+)?`[^`\n]+`)+)\s*+(?:\.\s*+)?"
)
"""A description that is nothing but a list of values."""
_WIDE_SIGNS: Final = str.maketrans({"：": ":", "、": ",", "，": ",", "（": "(", "）": ")"})


def stated_values(text: str) -> list[str]:
    """The values that a description says are all there are: ``Allowed: `a`, `b` `` or ``(active,
    paused)``.

    Words such as *include* and *such as* leave the list open, so that it is no enumeration.
    """
    text = languages.heading(text).translate(_WIDE_SIGNS)
    for pattern in (_WITH_MARKS, _WITH_COLON):
        for found in pattern.finditer(text):
            if _is_open(text, found.start("values")) or _is_open(text, found.start()):
                continue
            values = [
                value
                for value in _values(found["values"])
                if value.lower() not in ("null", "true", "false")
            ]
            if len(values) > 1 or (
                values and re.search(r"must|allowed|only", found[0][: -len(found["values"])], re.I)
            ):
                return values
    alone = _NOTHING_ELSE.fullmatch(text)
    if alone:
        return _values(alone["values"])
    for found in _BRACKETS.finditer(text):
        values = _values(found["values"])
        if len(values) > 1 and not {
            "default",
            "optional",
            "required",
            "deprecated",
        } & set(values):
            return list(values)
    return []


def _is_open(text: str, end: int) -> bool:
    """Whether the words before a list say that it is none of all values."""
    return bool(_OPEN.search(text[max(0, end - _LONGEST_OPENING) : end]))


def list_follows(text: str) -> bool:
    """Whether a description ends by announcing a list of all values."""
    last = text.strip().split("\n")[-1]
    return bool(_LIST_FOLLOWS.search(last)) and not _OPEN.search(last)


def _values(text: str) -> list[str]:
    marked = re.findall(r"`([^`]+)`|\"([^\"]+)\"|'([^']+)'|“([^“”]+)”", text)
    found: Iterable[str]
    if marked:
        found = ("".join(groups) for groups in marked)
    else:
        found = re.split(r"[,|/;]|(?<=\s)(?:or|and)(?=\s)", text)
    return list(
        dict.fromkeys(value.strip().strip("\"'") for value in found if value.strip().strip("\"'"))
    )


_DEFAULT: Final = re.compile(
    r"(?:\bdefaults?\s+(?:to|is)\b|\bdefault(?:\s+value)?\s*(?:is|:|=)|\bby default,?(?: the"
    r" value)? is)\s*+(?::\s*+)?+"
    r"(?:`(?P<code>[^`\n]*)`|\"(?P<quoted>[^\"\n]*)\"|(?P<word>-?[\w.+/-]*\w))",
    re.I,
)


def stated_default(text: str) -> str | None:
    """The default that a description states, None where it states none."""
    found = _DEFAULT.search(languages.heading(text))
    if not found:
        return None
    return next(
        (value for value in (found["code"], found["quoted"], found["word"]) if value is not None),
        None,
    )


def stated_requirement(text: str) -> bool | None:
    """Whether a description begins by saying that a field is required or optional; conditions say
    neither.
    """
    words = text.strip().lower().lstrip("*_(`[ ")
    # A parenthesis anywhere counts, a bare word only in front.
    found = re.match(r"(required|mandatory|optional)\b[)*_`\]]*(?P<rest>.{0,40})", words, re.S)
    if not found:
        found = re.search(
            r"[(\[]\s*\**(required|mandatory|optional)\**\s*(?:,[^)\]]*)?[)\]](?P<rest>.{0,12})",
            words,
            re.S,
        )
    if not found:
        return languages.stated_requirement(text)
    if re.match(r"\s*(,\s*)?(if|when|unless|for|only|in|on|with|by)\b", found["rest"]):
        return None if found[1] == "optional" else False
    return found[1] != "optional"
