"""Tokens as they are kept: in memory, in a file, or wherever a user's own store puts them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self, cast

from ..errors import ApiValueError, LocalFileError
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
            and (ends is None or (isinstance(ends, (int, float)) and not isinstance(ends, bool)))
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


class FileTokenStore:
    """Keeps tokens in a file that only its owner can read (mode 0600), as JSON.

    The file is replaced as a whole, so that a program that is killed leaves the old one or the new
    one. Programs that share it see one another's tokens: before a token is refreshed, the file is
    read again.

    Args:
        path: of the file; it and its folder are made when something is first saved.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path).expanduser()

    def load(self, key: str) -> TokenSet | None:
        """See :class:`~.sign_in.TokenStore`.

        Raises:
            LocalFileError: the file cannot be read, or others can write to it.
            ApiValueError: it is no file of tokens.
        """
        found = self._entries().get(key)
        return None if found is None else TokenSet.from_dict(found)

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
                self._replace(json.dumps({"format": _FORMAT, "tokens": entries}, indent=2))
        except LocalFileError:
            raise
        except OSError as error:
            raise _unusable(self._path, error) from None

    def _entries(self) -> dict[str, dict[str, Any]]:
        try:
            with self._path.open(encoding="utf-8") as file:
                _check_owner(os.fstat(file.fileno()), self._path)
                data: object = json.load(file)
        except FileNotFoundError:
            return {}
        except LocalFileError:
            raise
        except OSError as error:
            raise _unusable(self._path, error) from None
        except ValueError:
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

    def _alone(self) -> Any:
        """While it lasts, no other program on this computer changes the file."""
        return _FolderLock(self._path.with_name(f".{self._path.name}.lock"))

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self._path)!r})"


class _FolderLock:
    """A lock between programs, where the system has one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: Any = None

    def __enter__(self) -> None:
        try:
            import fcntl
        except ImportError:  # Windows: replacing the file as a whole is all there is.
            return
        number = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        self._file = os.fdopen(number, "w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _check_owner(status: os.stat_result, path: Path) -> None:
    """A file that others can read or write is no place for tokens."""
    if os.name == "posix" and status.st_mode & 0o077:
        raise LocalFileError(
            1, "others can read or write it (chmod 600 makes it private)", str(path)
        )


def _unusable(path: Path, error: OSError) -> LocalFileError:
    return LocalFileError(error.errno, error.strerror or "unknown reason", str(path))
