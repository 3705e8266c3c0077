"""Calls as documentation and recordings show them: curl and httpie commands, HTTP messages; request
and response in one form.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from docbound.draft.blocks import At
from docbound.draft.vocabulary.word_lists import split_words
from docbound.records import field, record

_METHODS: Final = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE"
_REQUEST_LINE: Final = re.compile(
    rf"^\s*(?P<method>{_METHODS})\s+(?P<target>\S+)(?:\s+HTTP/[\d.]+)?\s*$"
)
_STATUS_LINE: Final = re.compile(
    r"^\s*(?:HTTP/[\d.]+\s+|Status:\s*(?:HTTP/[\d.]+\s+)?)(?P<status>\d{3})\b"
)
_HEADER: Final = re.compile(r"^\s*(?P<name>[A-Za-z][A-Za-z0-9-]*)\s*:\s?(?P<value>.*)$")
_WITH_VALUE: Final = frozenset(
    split_words(
        "-X --request -H --header -d --data --data-raw --data-binary --data-urlencode --data-ascii",
        "--json -F --form --form-string -u --user -A --user-agent -o --output -b --cookie -c",
        "--cookie-jar -e --referer --url -m --max-time --connect-timeout -T --upload-file -w",
        "--write-out -x --proxy --cacert --cert --key -E --retry --oauth2-bearer --aws-sigv4 -K",
        "--config --resolve --url-query -r --range",
    )
)
_DATA: Final = frozenset(
    split_words(
        "-d --data --data-raw --data-binary --data-ascii --json --data-urlencode",
    )
)
# Headers that clients send by themselves, or that say how a message travels: no parameters of an
# operation.
TRANSPORT_HEADERS: Final = frozenset(
    split_words(
        "accept accept-charset accept-encoding accept-language authorization cache-control",
        "connection content-encoding content-length content-type cookie date dnt expect forwarded",
        "host keep-alive origin pragma priority proxy-authorization referer te trailer",
        "transfer-encoding upgrade upgrade-insecure-requests user-agent via postman-token",
        "x-requested-with x-forwarded-for x-forwarded-proto x-forwarded-host x-postman-captr",
        "newrelic traceparent tracestate sentry-trace baggage if-none-match if-modified-since",
    )
)


_DOWNLOAD: Final = re.compile(
    r"\.(?:zip|tar|t?gz|bz2|xz|sh|ps1|exe|msi|deb|rpm|apk|pkg|dmg|jar|whl|ya?ml|toml|md|txt|html?"
    r"|png|jpe?g|gif|svg|pdf)$",
    re.I,
)
"""Files that a page tells its reader to fetch: to fetch one is no operation of the service."""


@record
class Call:
    """A call: what was sent and, where it is known, what came back.

    Attributes:
        path: decoded, with placeholders as the source writes them.
        body: the body's text; None where there is none.
        form: the fields of a form body, with their values; a value of None is a file.
        status: the response's status, 0 where it is not shown.
        unstated: the key of a response whose status is not shown.
    """

    method: str
    url: str
    at: At
    path: str = "/"
    base: str = ""
    query: tuple[tuple[str, str], ...] = ()
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: str | None = None
    body_at: At | None = None
    media_type: str = ""
    form: tuple[tuple[str, str | None], ...] = ()
    user: str = ""
    status: int = 0
    unstated: str = "200"
    response_at: At | None = None
    response_headers: dict[str, str] = field(default_factory=dict[str, str])
    response_media_type: str = ""
    response: str | None = None
    name: str = ""

    def header(self, name: str) -> str:
        """A request header, whatever the case of its name; "" if there is none."""
        return next(
            (value for key, value in self.headers.items() if key.lower() == name.lower()),
            "",
        )


def media_type_of(headers: Mapping[str, str]) -> str:
    """The media type that ``Content-Type`` names, in lower case and without its parameters; empty
    where there is none.
    """
    found = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    return essence(found)


def essence(content_type: str) -> str:
    """A media type without its parameters, in lower case."""
    return content_type.split(";")[0].strip().lower()


def is_download(call: Call) -> bool:
    """Whether a call fetches a file, such as a program that the reader is to install."""
    return call.method.upper() == "GET" and bool(_DOWNLOAD.search(call.path))


def split_url(url: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """The origin, the decoded path and the query of an address, however it is put together."""
    url = re.sub(r"^(https?://)(?:https?://)+", r"\1", url.strip().strip("\"'"))
    url = (
        re.sub(
            r"^\{\{[^{}]*\}\}|^\$\{?\w+\}?|^<(?=[^<>]*?(?:url|host))[^<>]*+>",
            "",
            url,
            flags=re.I,
        )
        or url
    )
    if "://" not in url and not url.startswith("/"):
        url = (
            f"//{url}" if re.match(r"[\w.-]+\.\w+(?::\d+)?(?:/|$)|localhost\b", url) else f"/{url}"
        )
    parts = urlsplit(url.replace("#", "%23")) if "#" in url and "{" in url else _safe_split(url)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
    query = tuple(parse_qsl(parts.query.rstrip("\\"), keep_blank_values=True))
    path = unquote(parts.path, errors="replace").rstrip("\\") or "/"
    return origin, path if path.startswith("/") else f"/{path}", query


def _safe_split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        # Brackets where no address of IPv6 is.
        return urlsplit(re.sub(r"[\[\]]", "", url))


@lru_cache(maxsize=256)
def find_calls(text: str, at: At) -> tuple[Call, ...]:
    """The calls that a block of code shows; a block is read once, however many operations of its
    page look into it.

    Args:
        text: the block's text.
        at: the line of its first line.
    """
    return tuple(_find_calls(text, at))


def _find_calls(text: str, at: At) -> Iterator[Call]:
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        line = lines[index]
        place = At(source=at.source, line=at.line + index)
        if re.search(r"(?:^|[\s$(|])curl(?:\.exe)?\s", line):
            command, used = _command(lines, index)
            call = _curl(command, place)
            if call:
                yield call
            index += used
        elif (
            re.search(
                r"(?:^|[\s$|])https?\s+(?:-\S+\s+)*(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD)\s+)?\S*(?:://|:\d+/|localhost|/)",
                line,
                re.I,
            )
            and ("http " in line or "https " in line)
            and not _HEADER.match(line)
        ):
            command, used = _command(lines, index)
            call = _httpie(command, place)
            if call:
                yield call
            index += used
        elif _REQUEST_LINE.match(line):
            call, used = _message(lines, index, at)
            if call:
                yield call
            index += used
        else:
            index += 1


def _command(lines: list[str], index: int) -> tuple[str, int]:
    """A shell command that may go on over several lines, by backslashes or open quotes."""
    taken = [lines[index]]
    count = 1
    while index + count < len(lines) and count < 400:
        joined = "\n".join(taken)
        if joined.rstrip().endswith(("\\", "`", "^", "|")):
            pass
        elif _open_quote(joined):
            if re.match(r"\s*(curl|HTTP/|\$ )", lines[index + count]):
                break
        elif not re.match(r"\s+--?\w", lines[index + count]):
            break
        taken.append(lines[index + count])
        count += 1
    return "\n".join(taken), count


def _open_quote(text: str) -> bool:
    quote = ""
    index = 0
    while index < len(text):
        char = text[index]
        if quote:
            if char == "\\" and quote == '"':
                index += 1
            elif char == quote:
                quote = ""
        elif char == "\\":
            index += 1
        elif char in "\"'":
            quote = char
        index += 1
    return bool(quote)


def _words(command: str) -> list[str]:
    command = re.sub(r"[\\`^][ \t]*\n", " ", command)
    try:
        return shlex.split(command, comments=False)
    except ValueError:
        return [word.strip("\"'") for word in command.replace("\n", " ").split()]


def _curl(command: str, at: At) -> Call | None:
    words = _words(command)
    start = next(
        (index for index, word in enumerate(words) if word.endswith(("curl", "curl.exe"))),
        None,
    )
    if start is None:
        return None
    method, url, user = "", "", ""
    headers: dict[str, str] = {}
    data: list[str] = []
    form: list[tuple[str, str | None]] = []
    as_query = as_json = False
    index = start + 1
    while index < len(words):
        word = words[index]
        index += 1
        if word in ("|", ";", "&&", ">", "#"):
            break
        option, value = word, ""
        if word.startswith("--") and "=" in word:
            option, value = word.split("=", 1)
        elif word in _WITH_VALUE:
            value = words[index] if index < len(words) else ""
            index += 1
        elif re.match(r"-[XHdFuA].", word) and not word.startswith("--"):
            option, value = word[:2], word[2:]
        if option in ("-X", "--request"):
            method = value.upper()
        elif option in ("-H", "--header"):
            name, _, content = value.partition(":")
            headers[name.strip()] = content.strip()
        elif option in _DATA:
            data.append(value.removeprefix("@"))
            as_json = as_json or option == "--json"
        elif option in ("-F", "--form", "--form-string"):
            name, _, content = value.partition("=")
            form.append(
                (
                    name,
                    None if content.startswith(("@", "<")) else content.split(";")[0],
                )
            )
        elif option in ("-u", "--user"):
            user = value or "user"
        elif option == "--oauth2-bearer":
            headers["Authorization"] = f"Bearer {value}"
        elif option == "--url":
            url = url or value
        elif option in ("-G", "--get"):
            as_query = True
        elif option in ("-I", "--head"):
            method = method or "HEAD"
        elif not word.startswith("-") and not url and re.search(r"[/.:]|localhost|\$", word):
            url = word
    if not url:
        return None
    return _call(method, url, headers, data, form, user, at, as_query, as_json)


def _call(
    method: str,
    url: str,
    headers: dict[str, str],
    data: list[str],
    form: list[tuple[str, str | None]],
    user: str,
    at: At,
    as_query: bool = False,
    as_json: bool = False,
) -> Call:
    base, path, query = split_url(url)
    if as_query:
        query += tuple(pair for part in data for pair in parse_qsl(part, keep_blank_values=True))
        data = []
    media = media_type_of(headers)
    body = _joined_data(data)
    fields = list(form)
    if form:
        media = media or "multipart/form-data"
    elif body is not None and not media:
        media = (
            "application/json"
            if as_json or body.lstrip().startswith(("{", "["))
            else "application/x-www-form-urlencoded"
        )
    if body is not None and media == "application/x-www-form-urlencoded":
        fields += [(name, value) for name, value in parse_qsl(body, keep_blank_values=True)]
    sends = body is not None or form
    return Call(
        method=method or ("POST" if sends else "GET"),
        url=url,
        at=at,
        path=path,
        base=base,
        query=query,
        headers=headers,
        body=body,
        body_at=at,
        media_type=media if sends else "",
        form=tuple(fields),
        user=user,
    )


def _joined_data(data: list[str]) -> str | None:
    """Several ``-d``: joined as curl does, unless each is an object, which people write and mean as
    one.
    """
    if not data:
        return None
    objects = [part.strip() for part in data]
    if len(objects) > 1 and all(part.startswith("{") and part.endswith("}") for part in objects):
        return "{" + ", ".join(part[1:-1].strip() for part in objects) + "}"
    return "&".join(data)


def _httpie(command: str, at: At) -> Call | None:
    piped = re.search(r"echo\s+'(?P<data>[^']*)'\s*\|", command, re.S) or re.search(
        r'echo\s+"(?P<data>[^"]*)"\s*\|', command, re.S
    )
    words = _words(command[piped.end() :] if piped else command)
    start = next((index for index, word in enumerate(words) if word in ("http", "https")), None)
    if start is None:
        return None
    method, url, user = "", "", ""
    headers: dict[str, str] = {}
    fields: dict[str, str] = {}
    query: list[tuple[str, str]] = []
    skip = False
    for word in words[start + 1 :]:
        if skip:
            skip = False
            user = user or "user"
        elif word in ("--auth", "-a"):
            skip = True
        elif word.startswith(("--auth=", "-a")):
            user = word.split("=", 1)[-1]
        elif word.startswith("-"):
            continue
        elif not method and not url and re.fullmatch(_METHODS, word, re.I):
            method = word.upper()
        elif not url:
            url = word
        elif found := re.fullmatch(r"([\w.-]+)==(.*)", word):
            query.append((found[1], found[2]))
        elif found := re.fullmatch(r"([\w.-]+):=(.*)", word, re.S):
            fields[found[1]] = found[2]
        elif found := re.fullmatch(r"([\w.-]+)=(.*)", word, re.S):
            fields[found[1]] = f'"{found[2]}"'
        elif found := re.fullmatch(r"([A-Za-z][\w-]*):(.*)", word):
            headers[found[1]] = found[2]
    if not url:
        return None
    url = re.sub(
        r"^:(\d*)(?=/)",
        lambda found: f"http://localhost{':' + found[1] if found[1] else ''}",
        url,
    )
    data = [piped["data"]] if piped else []
    if fields:
        data = ["{" + ", ".join(f'"{name}": {value}' for name, value in fields.items()) + "}"]
    call = _call(method, url, headers, data, [], user, at)
    if not query:
        return call
    from dataclasses import replace

    return replace(call, query=call.query + tuple(query))


def _message(lines: list[str], index: int, at: At) -> tuple[Call | None, int]:
    """An HTTP request message, and the response message right after it, if there is one."""
    found = _REQUEST_LINE.match(lines[index])
    assert found is not None
    headers, body, line, end = _head_and_body(lines, index + 1)
    if not headers and (late := _late_headers(body)):
        headers, body = late, ""  # A generator leaves a blank line in place of the host.
    host = next((value for name, value in headers.items() if name.lower() == "host"), "")
    target = found["target"]
    if target.startswith("/") and host and not host.startswith("{"):
        scheme = "http" if re.match(r"(localhost|127\.|\d+\.\d+\.\d+\.\d+)", host) else "https"
        target = f"{scheme}://{host}{target}"
    if not re.match(r"https?://|/|\{|[\w.-]+/", target):
        return None, max(1, end - index)
    call = _call(
        found["method"],
        target,
        headers,
        [body] if body else [],
        [],
        "",
        At(source=at.source, line=at.line + index),
    )
    from dataclasses import replace

    call = replace(call, body_at=At(source=at.source, line=at.line + line))
    return call, max(1, end - index)


def _late_headers(body: str) -> dict[str, str]:
    """The headers that stand where a body should be; empty unless there is nothing else."""
    found = [_HEADER.match(line) for line in body.split("\n")]
    headers = {match["name"]: match["value"].strip() for match in found if match}
    known = any(name.lower() in TRANSPORT_HEADERS for name in headers)
    return headers if known and all(found) else {}


def find_response(text: str, at: At) -> tuple[int, dict[str, str], str, At, At] | None:
    """The response message in a piece of code: status, headers, body, the line of its status and
    that of its body.
    """
    lines = text.split("\n")
    for index, line in enumerate(lines):
        found = _STATUS_LINE.match(line)
        if found:
            headers, body, start, _ = _head_and_body(lines, index + 1)
            return (
                int(found["status"]),
                headers,
                body,
                At(source=at.source, line=at.line + index),
                At(source=at.source, line=at.line + start),
            )
    return None


def _head_and_body(lines: list[str], index: int) -> tuple[dict[str, str], str, int, int]:
    """Headers, body, the body's first line and the line after it."""
    headers: dict[str, str] = {}
    while index < len(lines) and lines[index].strip():
        found = _HEADER.match(lines[index])
        if not found:
            break
        headers[found["name"]] = found["value"].strip()
        index += 1
    while index < len(lines) and not lines[index].strip():
        index += 1
    start = index
    while (
        index < len(lines)
        and not _STATUS_LINE.match(lines[index])
        and not _REQUEST_LINE.match(lines[index])
    ):
        index += 1
    return headers, "\n".join(lines[start:index]).strip(), start, index
