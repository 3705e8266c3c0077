"""The ways to write a secret that are not undone in a text: other orders of its characters, other
letters for them, numbers, what base64 and its kin make of it amid other octets, and digests.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from typing import Final

from docbound.records import record

from . import forms

SHORTEST: Final = 10
"""Letters and digits; fewer would be found where words follow each other by chance."""
_LEAST_PART: Final = 12
"""Characters of a secret that tell it; of a long one, a quarter."""
_MOST_WRITTEN: Final = 80
"""Characters of a secret that are enough to find it by, where it is written in another way."""
_MOST_SEARCHED: Final = 4096
"""And where it is as it is: whoever calls a document a password does not fill the memory."""
_LEAST_DISTINCT: Final = 5
"""Different characters: dashes and zeros in a row are in many texts."""
_LONG: Final = 16
"""From so many characters on, a secret without a digit is more than a word."""


def _turned(alphabet: str, by: int) -> dict[int, int]:
    return str.maketrans(alphabet, alphabet[by:] + alphabet[:by])


_STANDARD: Final = f"{ascii_uppercase}{ascii_lowercase}{digits}+/"
_BASE64: Final = {
    "Base64": _STANDARD,
    "URL-safe Base64": f"{_STANDARD[:-2]}-_",
    "Base64 in ROT13": _STANDARD.translate(_turned(ascii_lowercase, 13)).translate(
        _turned(ascii_uppercase, 13)
    ),
    "Base64 in other case": _STANDARD.swapcase(),
    "Base64 of bcrypt": f"./{ascii_letters[26:]}{ascii_letters[:26]}{digits}",
    "Base64 of crypt": f"./{digits}{ascii_uppercase}{ascii_lowercase}",
    "xxencode": f"+-{digits}{ascii_uppercase}{ascii_lowercase}",
    "uuencode": "".join(map(chr, (96, *range(33, 96)))),
    "BinHex": "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr",
}
_BASE32: Final = {
    "Base32": f"{ascii_uppercase}234567",
    "Base32 with digits first": f"{digits}{ascii_uppercase[:22]}",
    "Base32 of Crockford": f"{digits}ABCDEFGHJKMNPQRSTVWXYZ",
    "z-base-32": "ybndrfg8ejkmcpqxot1uwisza345h769",
}
_DIGESTS: Final = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s")

ITSELF: Final = "itself"


@record
class WrittenSecret:
    """One way to write a secret.

    Attributes:
        secret: the secret itself.
        spelling: what the way is called.
        form: that of a text in which it is looked for.
        text: what it looks like there.
        least: how many characters of ``text``, one after another, tell the secret.
    """

    secret: str
    spelling: str
    form: str
    text: bytes
    least: int

    @property
    def is_itself(self) -> bool:
        """Whether it is the secret's own letters and digits."""
        return self.form in (forms.LETTERS, forms.DENSE) and self.spelling == ITSELF


def is_searched(secret: str) -> bool:
    """Whether a secret is looked for in more than its usual encodings: no word, and not short."""
    plain = forms.letters(secret)
    return (
        len(plain) >= SHORTEST
        and len(set(plain)) >= _LEAST_DISTINCT
        and (len(secret) >= _LONG or any(map(str.isdigit, secret)))
    )


def written(secret: str) -> Iterator[WrittenSecret]:
    """Every way to write ``secret``; none for one that would be found by chance."""
    if not is_searched(secret):
        return
    searched = secret[:_MOST_SEARCHED]
    plain = forms.letters(searched)
    part = min(len(plain), max(_LEAST_PART, len(plain) // 4))
    for form in (forms.LETTERS, forms.STRIDES):
        yield WrittenSecret(secret=secret, spelling=ITSELF, form=form, text=plain, least=part)
    raw = forms.dense(searched)
    yield WrittenSecret(
        secret=secret,
        spelling=ITSELF,
        form=forms.DENSE,
        text=raw,
        least=min(len(raw), max(_LEAST_PART, len(raw) // 4)),
    )
    for ways in (_in_other_order, _in_other_letters, _as_numbers, _packed, _digests):
        part_of = secret if ways is _digests else secret[:_MOST_WRITTEN]
        for spelling, form, text, share in ways(part_of):
            looked_for = forms.FORMS[form](text)
            least = max(SHORTEST, int(len(looked_for) * share))
            if len(looked_for) >= least:
                yield WrittenSecret(
                    secret=secret, spelling=spelling, form=form, text=looked_for, least=least
                )


_Way = tuple[str, str, str, float]
"""Its name, the form of a text in which it is looked for, what it looks like there before it is
brought into that form, and which share of it tells the secret."""


def _in_other_order(secret: str) -> Iterator[_Way]:
    yield "reversed", forms.LETTERS, secret[::-1], 0.6
    yield "reversed, with marks between", forms.STRIDES, secret[::-1], 0.6
    for each in (secret, _plain(secret)):
        for rails in (2, 3, 4):
            fence = "".join(each[start::rails] for start in range(rails))
            yield f"every {rails}th character, then the others", forms.LETTERS, fence, 1
        pairs = "".join(each[at : at + 2][::-1] for at in range(0, len(each), 2))
        yield "characters exchanged in pairs", forms.LETTERS, pairs, 1


def _plain(secret: str) -> str:
    return forms.letters(secret).decode("utf-8", "surrogatepass")


def _in_other_letters(secret: str) -> Iterator[_Way]:
    plain = _plain(secret)
    for name, text in (("", plain), (", reversed", plain[::-1])):
        for by in range(1, 26):
            turned = text.translate(_turned(ascii_lowercase, by))
            yield f"ROT{by}{name}", forms.LETTERS, turned, 0.6
            for step in range(1, 10) if by == 13 else (by % 10,):
                both = turned.translate(_turned(digits, step))
                yield f"ROT{by} with digits{name}", forms.LETTERS, both, 0.6
        mirrored = str.maketrans(ascii_lowercase, ascii_lowercase[::-1])
        yield f"Atbash{name}", forms.LETTERS, text.translate(mirrored), 0.6
    shown = "".join(map(chr, range(33, 127)))
    yield "ROT47", forms.DENSE, secret.translate(_turned(shown, 47)), 0.6
    for by in (1, 2, 3, -1, -2, -3):
        moved = "".join(chr(max(ord(character) + by, 1)) for character in secret)
        yield f"characters moved by {by}", forms.DENSE, moved, 0.6
    octets = secret.encode("utf-8", "surrogatepass").decode("latin-1")
    yield "exclusive or", forms.DIFFERENCES, octets, 0.8


def _as_numbers(secret: str) -> Iterator[_Way]:
    octets = secret.encode("utf-8", "surrogatepass")
    codes = tuple(map(ord, secret))
    yield "decimal numbers", forms.DIGITS, "".join(map(str, codes)), 0.6
    yield "decimal numbers of three digits", forms.DIGITS, "".join(f"{c:03}" for c in codes), 0.6
    yield "octal numbers", forms.DIGITS, "".join(f"{c:o}" for c in codes), 0.6
    yield "octal numbers of three digits", forms.DIGITS, "".join(f"{c:03o}" for c in codes), 0.6
    for number in (int.from_bytes(octets, "big"), int.from_bytes(octets, "little")):
        yield "one decimal number", forms.DIGITS, str(number), 1
    for name, each in (
        ("hexadecimal", octets),
        ("hexadecimal of UTF-16", secret.encode("utf-16-le", "surrogatepass")),
        ("hexadecimal, reversed", octets[::-1]),
        ("hexadecimal of EBCDIC", secret.encode("cp037", "replace")),
    ):
        yield name, forms.LETTERS, each.hex(), 0.6
        yield name, forms.HEXADECIMAL, each.hex(), 0.6
    nibbles = "".join(f"{octet:02x}"[::-1] for octet in octets)
    yield "hexadecimal with exchanged digits", forms.LETTERS, nibbles, 0.6


def _packed(secret: str) -> Iterator[_Way]:
    """base64 and its kin, at each place that the secret may have among the octets around it."""
    octets = secret.encode("utf-8", "surrogatepass")
    wide = secret.encode("utf-16-le", "surrogatepass")
    for suffix, each in (("", octets), (", reversed", octets[::-1]), (" of UTF-16", wide)):
        for name, alphabet in _BASE64.items():
            yield from _of_bits(f"{name}{suffix}", each, alphabet, 6)
        for name, alphabet in _BASE32.items():
            yield from _of_bits(f"{name}{suffix}", each, alphabet, 5)
        for name, encode in _BASE85.items():
            for before in range(4):
                core = encode(each[before : before + (len(each) - before) // 4 * 4])
                yield f"{name}{suffix}", forms.DENSE, core, 0.6


def _of_bits(name: str, octets: bytes, alphabet: str, bits: int) -> Iterator[_Way]:
    """What of ``octets`` is seen where each character stands for so many bits."""
    for skipped in sorted({8 * before % bits for before in range(bits)}):
        first = -skipped % bits
        whole = int.from_bytes(octets)
        count = (len(octets) * 8 - first) // bits
        rest = len(octets) * 8 - first - count * bits
        core = "".join(
            alphabet[whole >> (rest + bits * at) & ((1 << bits) - 1)]
            for at in reversed(range(count))
        )
        yield name, forms.DENSE, core, 0.6
        yield f"{name}, reversed", forms.DENSE, core[::-1], 0.6
        if bits == 5:
            yield name, forms.LETTERS, core, 0.6
        elif alphabet.startswith("A"):
            yield name, forms.EXACT, core, 0.6


def z85(octets: bytes) -> str:
    """ZeroMQ's base85 (RFC 32 of ZeroMQ)."""
    return base64.b85encode(octets).decode().translate(_TO_Z85)


_B85: Final = f"{digits}{ascii_uppercase}{ascii_lowercase}!#$%&()*+-;<=>?@^_`{{|}}~"
_Z85: Final = f"{digits}{ascii_lowercase}{ascii_uppercase}.-:+=^!/*?&<>()[]{{}}@%$#"
_TO_Z85: Final = str.maketrans(_B85, _Z85)
FROM_Z85: Final = str.maketrans(_Z85, _B85)
_BASE85: Final[Mapping[str, Callable[[bytes], str]]] = {
    "Base85": lambda octets: base64.b85encode(octets).decode(),
    "Ascii85": lambda octets: base64.a85encode(octets).decode(),
    "Z85": z85,
}


def _digests(secret: str) -> Iterator[_Way]:
    """A digest of a secret that can be guessed is the secret."""
    octets = secret.encode("utf-8", "surrogatepass")
    for name in _DIGESTS:
        digest = hashlib.new(name, octets, usedforsecurity=False).digest()
        yield name, forms.LETTERS, digest.hex(), 0.6
        yield f"{name} in Base64", forms.EXACT, base64.b64encode(digest).decode(), 0.6
