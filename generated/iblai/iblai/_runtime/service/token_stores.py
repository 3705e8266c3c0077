"""Tokens as they are kept: in memory, in a file, or wherever a user's own store puts them."""

from __future__ import annotations

import errno
import json
import math
import os
import stat
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Self, cast

from ..errors import ApiTypeError, ApiValueError, LocalFileError, kind_of
from ..records import record


@record(hidden=("access_token", "refresh_token"))
class TokenSet:
    """What a token endpoint gave (RFC 6749, section 5.1).

    Attributes:
        access_token: what calls carry.
        refresh_token: what another one is fetched with, or empty.
        expires_at: seconds since 1970; None where the service does not say.
        scopes: what was requested; None where that is unknown.
        host: where calls go, if the token endpoint said so; or empty.
    """

    access_token: str
    refresh_token: str = ""
    expires_at: float | None = None
    scopes: tuple[str, ...] | None = None
    host: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The tokens as plain data, for a store."""
        found: dict[str, Any] = {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "expires_at": self.expires_at,
            "scopes": None if self.scopes is None else list(self.scopes),
        }
        return {**found, "host": self.host} if self.host else found

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The tokens from what :meth:`to_dict` gave.

        Raises:
            ApiValueError: ``data`` is something else.
        """
        access, refresh = data.get("access_token"), data.get("refresh_token", "")
        ends, scopes, host = data.get("expires_at"), data.get("scopes"), data.get("host", "")
        right = (
            isinstance(access, str)
            and isinstance(host, str)
            and isinstance(refresh, str)
            and (ends is None or _is_moment(ends))
            and _are_scopes(scopes)
        )
        if not right:
            raise ApiValueError("these are no tokens as TokenSet.to_dict() gives them")
        return cls(
            access_token=cast("str", access),
            refresh_token=cast("str", refresh),
            expires_at=cast("float | None", ends),
            scopes=None if scopes is None else tuple(cast("list[str]", scopes)),
            host=cast("str", host),
        )


def _is_moment(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return not math.isnan(float(value))
    except OverflowError:  # An integer of 400 digits.
        return False


def _are_scopes(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, (list, tuple)) and all(
        isinstance(each, str) for each in cast("list[object]", value)
    )


class MemoryTokenStore:
    """Keeps tokens for as long as the program runs; several clients may share one."""

    def __init__(self) -> None:
        self._tokens: dict[str, TokenSet] = {}

    def load(self, key: str) -> TokenSet | None:
        """See :class:`~.sign_in.TokenStore`."""
        return self._tokens.get(key)

    def save(self, key: str, tokens: TokenSet) -> None:
        """See :class:`~.sign_in.TokenStore`."""
        self._tokens[key] = tokens

    def delete(self, key: str) -> None:
        """Forgets what was saved under ``key``."""
        self._tokens.pop(key, None)

    def __repr__(self) -> str:
        return f"MemoryTokenStore({len(self._tokens)} kept)"


_FORMAT = "tokens/1"
_LARGEST = 8 * 1024 * 1024
"""Bytes of a file of tokens; what is larger is something else."""
_TOO_LARGE = f"a file of tokens has at most {_LARGEST} bytes"
_PATIENCE = 10.0
"""Seconds that another program may hold the lock: it writes one small file meanwhile."""


class FileTokenStore:
    """Keeps tokens in a file that only its owner can read (mode 0600), as JSON.

    The file is replaced as a whole, so that a program that is killed leaves the old one or the new
    one. Programs that share it see one another's tokens: one at a time refreshes a token, and the
    others read the file again.

    Args:
        path: of the file; it and its folder are made when something is first saved.

    Raises:
        ApiTypeError, ApiValueError: ``path`` is none.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        given = cast("object", path)
        if not isinstance(given, (str, os.PathLike)):
            raise ApiTypeError(f"path is a str or a path, not a {kind_of(given)}")
        if "\0" in os.fspath(path):
            raise ApiValueError("path holds a NUL, which no name of a file has")
        try:
            self._path = Path(path).expanduser()
        except RuntimeError:
            raise ApiValueError(f"path is {str(path)!r}, and there is no such home") from None

    def load(self, key: str) -> TokenSet | None:
        """See :class:`~.sign_in.TokenStore`.

        Raises:
            LocalFileError: the file cannot be read, is no file but a pipe, or belongs to others.
            ApiValueError: it is no file of tokens, or has some that are none.
        """
        found = self._entries().get(key)
        try:
            return None if found is None else TokenSet.from_dict(found)
        except ApiValueError:
            raise ApiValueError(
                f"{str(self._path)!r} has tokens that cannot be read; remove it, and sign in again"
            ) from None

    def save(self, key: str, tokens: TokenSet) -> None:
        """See :class:`~.sign_in.TokenStore`.

        Raises:
            LocalFileError: the file cannot be written.
            ApiValueError: what stands there is no file of tokens.
        """
        self._change(key, tokens.to_dict())

    def delete(self, key: str) -> None:
        """Removes what was saved under ``key`` from the file.

        Raises:
            LocalFileError: the file cannot be written.
            ApiValueError: what stands there is no file of tokens.
        """
        self._change(key, None)

    def _change(self, key: str, entry: dict[str, Any] | None) -> None:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._alone():
                entries = self._entries()
                entries.pop(key, None)
                if entry is not None:
                    entries[key] = entry
                text = json.dumps({"format": _FORMAT, "tokens": entries}, indent=2)
                if len(text) > _LARGEST:
                    raise LocalFileError(errno.EFBIG, _TOO_LARGE, str(self._path))
                self._replace(text)
        except LocalFileError:
            raise
        except OSError as error:
            raise _unusable(self._path, error) from None

    def _entries(self) -> dict[str, dict[str, Any]]:
        try:
            data: object = json.loads(_content(self._path))
        except FileNotFoundError:
            return {}
        except LocalFileError:
            raise
        except OSError as error:
            raise _unusable(self._path, error) from None
        except (ValueError, RecursionError):
            data = None
        content = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
        tokens = content.get("tokens")
        if content.get("format") != _FORMAT or not isinstance(tokens, dict):
            raise ApiValueError(
                f"{str(self._path)!r} is no file of tokens; remove it, or name another one"
            )
        entries = cast("dict[str, object]", tokens)
        return {
            key: cast("dict[str, Any]", value)
            for key, value in entries.items()
            if isinstance(value, dict)
        }

    def _replace(self, text: str) -> None:
        """Puts a new file in the place of the old one. It is private from its first byte on."""
        from tempfile import mkstemp  # which makes files of mode 0600

        number, name = mkstemp(prefix=f".{self._path.name}.", dir=self._path.parent)
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink()
            raise

    def hold(self, key: str) -> FileLock | None:
        """Takes the turn to refresh what was saved under ``key``, until it is released; None while
        another program on this computer has it.

        Raises:
            LocalFileError: the file of the lock cannot be written.
        """
        name = sha256(key.encode()).hexdigest()[:16]
        lock = FileLock(self._path.with_name(f".{self._path.name}.{name}.lock"))
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return lock if lock.acquire() else None
        except OSError as error:
            raise _unusable(self._path, error) from None

    def _alone(self) -> FileLock:
        """While it lasts, no other program on this computer changes the file."""
        return FileLock(self._path.with_name(f".{self._path.name}.lock"))

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self._path)!r})"


class FileLock:
    """A lock between programs, where the system has one.

    Args:
        path: of the file that stands for it; it is made, and stays.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._number = -1
        self._process = 0

    def acquire(self) -> bool:
        """Takes the lock; False while another program has it.

        Raises:
            OSError: the file cannot be opened for writing.
        """
        try:
            import fcntl
        except ImportError:  # Windows: replacing the file as a whole is all there is.
            return True
        number = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(number)
            return False
        except BaseException:
            os.close(number)
            raise
        self._number, self._process = number, os.getpid()
        return True

    def release(self) -> None:
        """Gives the lock back; a second time does nothing."""
        number, self._number = self._number, -1
        if number < 0:
            return
        if self._process == os.getpid():
            import fcntl

            # A child that was forked meanwhile has the file open, too: to close it is not enough
            # here, and is all that the child may do.
            fcntl.flock(number, fcntl.LOCK_UN)
        os.close(number)

    def __del__(self) -> None:
        self.release()

    def __enter__(self) -> None:
        ends = time.monotonic() + _PATIENCE
        while not self.acquire():
            # A program that stands still, or one of somebody else, would hold up this one.
            if time.monotonic() > ends:
                raise LocalFileError(
                    errno.EAGAIN,
                    f"another program has locked it for {_PATIENCE:g} seconds",
                    str(self._path),
                )
            time.sleep(0.02)

    def __exit__(self, *_: object) -> None:
        self.release()


def _content(path: Path) -> bytes:
    """The octets of a file that is only its owner's.

    Raises:
        LocalFileError: it is another kind of file, larger than tokens are, or open to others.
    """
    # Without O_NONBLOCK, a pipe would wait for somebody who writes into it.
    with open(path, "rb", opener=_without_waiting) as file:
        _check_file(os.fstat(file.fileno()), path)
        return file.read(_LARGEST)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check_file(status: os.stat_result, path: Path) -> None:
    """What others can read or write, or could have put there, is no place for tokens."""
    refusal = ""
    if not stat.S_ISREG(status.st_mode):
        refusal = "it is no regular file"
    elif status.st_size > _LARGEST:
        refusal = _TOO_LARGE
    elif os.name == "posix" and status.st_uid not in (0, os.geteuid()):
        refusal = "it belongs to another user"
    elif os.name == "posix" and status.st_mode & 0o077:
        refusal = "others can read or write it (chmod 600 makes it private)"
    if refusal:
        raise LocalFileError(errno.EPERM, refusal, str(path))


def _unusable(path: Path, error: OSError) -> LocalFileError:
    return LocalFileError(error.errno, error.strerror or "unknown reason", str(path))
