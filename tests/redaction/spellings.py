"""Spellings of a secret that nobody reads aloud: one line each, as a service or somebody who wants
it to come through may write it.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import codecs
import gzip
import hashlib
import json
import lzma
import string
import unicodedata
import zlib
from collections.abc import Callable, Mapping

Spell = Callable[[str], str]


def _octets(text: str) -> bytes:
    return text.encode()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _deflated(data: bytes) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


def _of_radix(data: bytes, alphabet: str) -> str:
    number, out = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, len(alphabet))
        out = alphabet[digit] + out
    return out


def _z85(data: bytes) -> str:
    plain = string.digits + string.ascii_uppercase + string.ascii_lowercase
    other = string.digits + string.ascii_lowercase + string.ascii_uppercase
    table = str.maketrans(plain + "!#$%&()*+-;<=>?@^_`{|}~", other + ".-:+=^!/*?&<>()[]{}@%$#")
    return base64.b85encode(data + b"\0" * (-len(data) % 4)).decode().translate(table)


def _turned(by: int) -> dict[int, int]:
    cases = string.ascii_lowercase, string.ascii_uppercase
    return str.maketrans(string.ascii_letters, "".join(c[by:] + c[:by] for c in cases))


def _pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def _events(text: str, size: int) -> str:
    return "".join(
        f"data: {json.dumps({'id': f'ev_{at}', 'choices': [{'index': 0, 'delta': piece}]})}\n\n"
        for at, piece in enumerate(_pieces(text, size))
    )


def _each(form: str, between: str = "") -> Spell:
    """Each character by its code."""
    return lambda text: between.join(form.format(ord(c)) for c in text)


def _moved(first: int) -> Spell:
    """Letters from another part of Unicode."""
    return lambda text: "".join(chr(first + ord(c) - 97) if c.islower() else c for c in text)


_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
_BCRYPT = "./" + string.ascii_uppercase + string.ascii_lowercase + string.digits
_CROCKFORD = str.maketrans("IJKLMNOPQRSTUV", "JKMNPQRSTVWXYZ")

ENCODED: Mapping[str, Spell] = {
    "Base85": lambda s: base64.b85encode(_octets(s)).decode(),
    "Base85 of a sentence": lambda s: base64.b85encode(_octets(f"it is {s} now")).decode(),
    "Ascii85": lambda s: base64.a85encode(_octets(s)).decode(),
    "Ascii85 of a sentence": lambda s: base64.a85encode(_octets(f"it is {s} now")).decode(),
    "Ascii85 of Adobe": lambda s: base64.a85encode(_octets(s), adobe=True).decode(),
    "Z85": lambda s: _z85(_octets(s)),
    "Base58": lambda s: _of_radix(_octets(s), _BASE58),
    "Base62": lambda s: _of_radix(_octets(s), string.digits + string.ascii_letters.swapcase()),
    "Base36": lambda s: _of_radix(_octets(s), string.digits + string.ascii_lowercase),
    "one number": lambda s: str(int.from_bytes(_octets(s))),
    "uuencode": lambda s: f"begin 644 x\n{binascii.b2a_uu(_octets(s)).decode()} \nend",
    "Base32 of hexadecimal order": lambda s: base64.b32hexencode(_octets(s)).decode(),
    "Base32 of Crockford": lambda s: base64.b32hexencode(_octets(s))
    .decode()
    .rstrip("=")
    .translate(_CROCKFORD),
    "Base32 of a sentence": lambda s: base64.b32encode(_octets(f"xy{s}z")).decode().lower(),
    "Base64 of bcrypt": lambda s: _b64(_octets(s)).translate(str.maketrans(_BASE64, _BCRYPT)),
    "Base64, three times": lambda s: _b64(_octets(_b64(_octets(_b64(_octets(s)))))),
    "Base64 in pieces": lambda s: json.dumps([_b64(_octets(piece)) for piece in _pieces(s, 6)]),
    "Base64 of EBCDIC": lambda s: _b64(s.encode("cp037")),
    "deflate in Base64": lambda s: _b64(_deflated(_octets(f"it is {s}"))),
    "deflate in hexadecimal": lambda s: _deflated(_octets(s)).hex(),
    "bzip2 in Base64": lambda s: _b64(bz2.compress(_octets(s))),
    "xz in Base64": lambda s: _b64(lzma.compress(_octets(s))),
    "LZMA in Base64": lambda s: _b64(lzma.compress(_octets(s), format=lzma.FORMAT_ALONE)),
    "zlib in Base85": lambda s: base64.b85encode(zlib.compress(_octets(s))).decode(),
    "gzip in gzip in Base64": lambda s: _b64(gzip.compress(gzip.compress(_octets(s)))),
    "hexadecimal of Base85": lambda s: base64.b85encode(_octets(s)).hex(),
    "a word of a mail": lambda s: f"=?utf-8?Q?{_each('={:02X}')(s)}?=",
    "a word of a mail in Base64": lambda s: f"=?utf-8?B?{_b64(_octets(s))}?=",
    "UTF-7 of all": lambda s: f"+{_b64(s.encode('utf-16-be')).rstrip('=')}-",
    "data URL": lambda s: f"data:text/plain;base64,{_b64(_octets(s))}",
}
NUMBERS: Mapping[str, Spell] = {
    "decimal numbers": lambda s: json.dumps(list(map(ord, s))),
    "decimal numbers with blanks": _each("{}", " "),
    "calls of chr": _each("chr({})", "+"),
    "calls of fromCharCode": lambda s: f"String.fromCharCode({','.join(hex(ord(c)) for c in s)})",
    "numbers in objects": lambda s: json.dumps([{"at": i, "c": ord(c)} for i, c in enumerate(s)]),
    "numbers of Base64": lambda s: json.dumps(list(_octets(_b64(_octets(s))))),
    "Base64 of numbers": lambda s: _b64(_octets(json.dumps(list(map(ord, s))))),
    "hexadecimal numbers": _each("0x{:02X}", ", "),
    "codes of Unicode": _each("U+{:04X}", " "),
    "names of Unicode": lambda s: "".join(f"\\N{{{unicodedata.name(c)}}}" for c in s),
    "codes of style sheets": _each("\\{:x} "),
    "octal numbers": _each("{:o}", " "),
    "octal numbers of Python": _each("0o{:o}", " "),
    "octal numbers of a shell": lambda s: f"$'{_each(chr(92) + '{:03o}')(s)}'",
    "binary numbers": _each("{:08b}", " "),
    "binary digits": _each("{:08b}"),
    "binary numbers of seven digits": _each("{:07b}", " "),
    "UTF-16 in hexadecimal with blanks": lambda s: s.encode("utf-16-be").hex(" "),
    "exchanged digits": lambda s: "".join(f"{ord(c):02x}"[::-1] for c in s),
}
LETTERS: Mapping[str, Spell] = {
    "ROT13": lambda s: codecs.encode(s, "rot13"),
    "ROT13 and ROT5": lambda s: s.translate(_turned(13)).translate(
        str.maketrans(string.digits, "5678901234")
    ),
    "ROT7": lambda s: s.translate(_turned(7)),
    "ROT47": lambda s: "".join(chr(33 + (ord(c) + 14) % 94) for c in s),
    "Atbash": lambda s: s.lower().translate(
        str.maketrans(string.ascii_lowercase, string.ascii_lowercase[::-1])
    ),
    "next characters": lambda s: "".join(chr(ord(c) + 1) for c in s),
    "reversed": lambda s: s[::-1],
    "Base64, reversed": lambda s: _b64(_octets(s))[::-1],
    "Base64 of the reversed": lambda s: _b64(_octets(s[::-1])),
    "Base64 in ROT13": lambda s: codecs.encode(_b64(_octets(s)), "rot13"),
    "ROT13 in Base64": lambda s: _b64(_octets(codecs.encode(s, "rot13"))),
    "exclusive or, in hexadecimal": lambda s: bytes(c ^ 0x5A for c in _octets(s)).hex(),
    "exclusive or, in Base64": lambda s: _b64(bytes(c ^ 0xFF for c in _octets(s))),
    "letters that are not shown": lambda s: "hi" + "".join(chr(0xE0000 + ord(c)) for c in s),
    "accents": lambda s: "".join(f"{c}\u0301" for c in s),
    "letters in circles": _moved(0x24D0),
    "bold letters": _moved(0x1D41A),
    "Cyrillic letters": lambda s: s.translate(str.maketrans("aeopcxy", "аеорсху")),
    "SHA-256": lambda s: hashlib.sha256(_octets(s)).hexdigest(),
    "MD5": lambda s: hashlib.md5(_octets(s), usedforsecurity=False).hexdigest(),
    "SHA-1 in Base64": lambda s: _b64(hashlib.sha1(_octets(s), usedforsecurity=False).digest()),
}
APART: Mapping[str, Spell] = {
    "ends of CDATA": lambda s: f"<a><![CDATA[{s[:5]}]]><![CDATA[{s[5:]}]]></a>",
    "a tag inside": lambda s: f"<p>{s[:3]}<b>{s[3:7]}</b>{s[7:]}</p>",
    "a tag around each": lambda s: "".join(f'<i id="q{i}">{c}</i>' for i, c in enumerate(s)),
    "a comment inside": lambda s: f"<p>{s[:6]}<!-- no -- x -->{s[6:]}</p>",
    "a comment of a program": lambda s: f"{s[:6]}/* x1 */{s[6:]}",
    "events of a stream": lambda s: _events(s, 4),
    "events of one character": lambda s: _events(s, 1),
    "events without JSON": lambda s: "".join(
        f"event: x\ndata: {piece}\n\n" for piece in _pieces(s, 5)
    ),
    "two lines": lambda s: f"first={s[:9]}\nsecond={s[9:]}",
    "two fields": lambda s: f"first: {s[:9]}; second: {s[9:]}",
    "two elements": lambda s: f"<r><first>{s[:9]}</first><second>{s[9:]}</second></r>",
    "two attributes": lambda s: f'<r one="{s[:9]}" two="{s[9:]}"/>',
    "a column": lambda s: "".join(f"{i},{piece},x\n" for i, piece in enumerate(_pieces(s, 4))),
    "characters in objects": lambda s: json.dumps([{"i": i, "c": c} for i, c in enumerate(s)]),
    "added texts": lambda s: " . ".join(f"'{piece}'" for piece in _pieces(s, 3)),
    "a character between": lambda s: "".join(f"{c}x" for c in s),
    "two characters between": lambda s: "".join(f"{c}q7" for c in s),
    "each character twice": lambda s: "".join(c + c for c in s),
    "every second character first": lambda s: s[::2] + s[1::2],
    "exchanged halves": lambda s: f"b={s[12:]} a={s[:12]}",
    "one below the other": "\n".join,
    "the first thirteen": lambda s: f"it begins with {s[:13]}",
    "the last thirteen": lambda s: f"it ends with {s[-13:]}",
    "thirteen of its middle": lambda s: f"it has {s[3:16]} in it",
}
SPELLINGS: Mapping[str, Spell] = {**ENCODED, **NUMBERS, **LETTERS, **APART}
