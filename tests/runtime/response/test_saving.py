"""Downloads that cannot be written, or do not arrive: no half a file under the final name."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import IO, Any

import pytest

from docbound.runtime.errors import ApiConnectionError, ApiException, LocalFileError
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.options import CallOptions
from tests.runtime.faults.server import CLOSE, FaultServer
from tests.runtime.faults.table import response
from tests.runtime.twins import CannedResponse, Twin

FILE = Operation[Any](
    "op", "GET", "/x", responses={"200": {"application/octet-stream": "BinaryResponse"}}
)
BODY = b"0123456789" * 1000


class Download:
    """One download, saved with either client."""

    def __init__(self, twin: Twin) -> None:
        self.twin = twin

    def save(self, target: object, responses: Any = None) -> int:
        kind = {"Content-Type": "application/octet-stream"}
        self.outcome = self.twin.call(
            FILE, responses=responses or [CannedResponse(200, BODY, kind)]
        )
        found: int = self.twin.run(self.outcome.result.save(target))
        return found

    @property
    def is_closed(self) -> bool:
        script = self.outcome.script
        return script.opened == script.closed


@pytest.fixture
def download(twin: Twin) -> Download:
    return Download(twin)


def test_a_file_is_complete_or_not_there(download: Download, tmp_path: Path) -> None:
    target = tmp_path / "file.bin"
    assert download.save(target) == len(BODY) == target.stat().st_size
    assert [each.name for each in tmp_path.iterdir()] == ["file.bin"]
    assert download.is_closed


def test_a_file_that_was_there_keeps_its_mode_and_its_links(
    download: Download, tmp_path: Path
) -> None:
    target, link = tmp_path / "file.bin", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o600)
    link.symlink_to(target)
    download.save(str(link))
    assert link.is_symlink() and target.read_bytes() == BODY
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_download_that_breaks_off_leaves_what_was_there(twin: Twin, tmp_path: Path) -> None:
    from tests.runtime.twins import AsyncClient, Client

    act = (response(b"0123", length="99", kind="application/octet-stream"), CLOSE)
    server = FaultServer([act])
    host = f"http://127.0.0.1:{server.port}"
    target = tmp_path / "file.bin"
    target.write_bytes(b"old")

    async def save_async() -> None:
        async with AsyncClient(host=host, retries=0) as client:
            await (await client._call(FILE, ())).save(target)

    with pytest.raises(ApiConnectionError):
        if twin.name == "async":
            twin.run(save_async())
        else:
            with Client(host=host, retries=0) as client:
                client._call(FILE, ()).save(target)
    server.close()
    assert target.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["file.bin"]


def test_a_full_disk_leaves_what_was_there(
    download: Download, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docbound.runtime.response import responses

    taken = 0

    def write(file: IO[bytes], piece: bytes) -> int:
        nonlocal taken
        taken += len(piece)
        if taken > 5000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return file.write(piece)

    monkeypatch.setattr(responses, "_written", write)
    target = tmp_path / "file.bin"
    with pytest.raises(OSError, match=r"(?i)no space left"):
        download.save(target)
    assert not list(tmp_path.iterdir()) and download.is_closed


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_device_is_written_to_as_it_is(download: Download) -> None:
    with pytest.raises(OSError, match=r"(?i)no space left"):
        download.save("/dev/full")
    assert download.is_closed
    assert Path("/dev/full").is_char_device()
    assert download.save("/dev/null") == len(BODY)


@pytest.mark.parametrize("kind", ["missing", "a file", "a folder"])
def test_a_place_where_no_file_can_be(kind: str, download: Download, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    target = {
        "missing": tmp_path / "none" / "file.bin",
        "a file": tmp_path / "file" / "file.bin",
        "a folder": tmp_path,
    }[kind]
    with pytest.raises(OSError) as caught:
        download.save(target)
    assert str(target) in str(caught.value) and ".part" not in str(caught.value)
    assert download.is_closed
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_that_is_read_only(download: Download, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o500)
    with pytest.raises(LocalFileError):
        download.save(folder / "file.bin")
    assert not list(folder.iterdir()) and download.is_closed


class Slow:
    """A file without a buffer that takes three bytes at a time."""

    def __init__(self) -> None:
        self.taken = b""

    def write(self, piece: Any) -> int:
        self.taken += bytes(piece[:3])
        return min(3, len(piece))


def test_a_file_that_takes_a_little_gets_all(download: Download) -> None:
    file = Slow()
    assert download.save(file) == len(BODY)
    assert file.taken == BODY


# --- parts of files (RFC 9110, section 14)

RANGE = CallOptions(headers={"Range": "bytes=2-5"})


@pytest.mark.parametrize("kind", ["application/octet-stream", "multipart/byteranges; boundary=x"])
def test_a_part_of_a_file(kind: str, twin: Twin, tmp_path: Path) -> None:
    fields = {"Content-Type": kind, "Content-Range": "bytes 2-5/10"}
    outcome = twin.call(
        FILE, responses=[CannedResponse(206, b"2345", fields)], options=RANGE, form="info"
    )
    assert outcome.request.headers["Range"] == "bytes=2-5"
    found = outcome.result
    assert (found.status_code, found.headers["content-range"]) == (206, "bytes 2-5/10")
    target = tmp_path / "part"
    assert twin.run(found.data.save(target)) == 4 and target.read_bytes() == b"2345"


def test_a_part_that_is_not_there(twin: Twin) -> None:
    outcome = twin.call(
        FILE, responses=[CannedResponse(416, b"", {"Content-Range": "bytes */10"})], options=RANGE
    )
    assert type(outcome.result) is ApiException
    assert outcome.result.headers["content-range"] == "bytes */10"


def test_a_part_of_data_is_read_as_what_it_is(twin: Twin) -> None:
    operation = Operation[Any](
        "op", "GET", "/x", responses={"200": {"application/json": "list[int]"}}
    )
    kind = {"Content-Type": "application/json", "Content-Range": "items 0-1/9"}
    outcome = twin.call(operation, responses=[CannedResponse(206, b"[1, 2]", kind)])
    assert outcome.result == [1, 2]
