"""A model of a form takes a file in every form that a call takes."""

from pathlib import Path

from uploads import ApiClient
from uploads.models import Described, Upload


def send(client: ApiClient, path: Path) -> None:
    Upload(file=b"octets")
    Upload(file="text")
    Upload(file=path)
    Upload(file=("scan.pdf", path))
    Upload(file=("scan.pdf", b"octets", "application/pdf"))
    with path.open("rb") as file:
        client.default.send_files(Upload(file=file, pages=[path, b"octets"], cover=path))
    Upload(file=7)  # error
    Upload(file=("scan.pdf", 7))  # error
    Upload(file=b"octets", pages=[7])  # error
    Upload(file=b"octets", cover=None, described=Described(thumbnail=b"octets"))
    Described(thumbnail=path)  # error
