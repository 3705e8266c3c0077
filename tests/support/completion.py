"""What an editor completes: questions to pyright's language server, by the Language Server Protocol
(version 3.17).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Self, cast


class LanguageServer:
    """A running ``pyright-langserver``; use it in a ``with`` statement.

    Args:
        folder: the project's folder.
        paths: where packages are imported from, beside those that are installed.
    """

    def __init__(self, folder: Path, paths: Iterable[Path]) -> None:
        config = {"extraPaths": [str(path) for path in paths]}
        (folder / "pyrightconfig.json").write_text(json.dumps(config))
        self._folder = folder
        self._count = 0
        command = [sys.executable, "-m", "pyright.langserver", "--stdio"]
        # The server reads the packages that the first Python of the path has.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            env=os.environ | {"PATH": path},
        )

    def __enter__(self) -> Self:
        where = self._folder.as_uri()
        capabilities = {"workspace": {"configuration": True}}
        settings = {
            "processId": None,
            "rootUri": where,
            "capabilities": capabilities,
            "workspaceFolders": [{"uri": where, "name": "sample"}],
        }
        self._ask("initialize", settings)
        self._tell("initialized", {})
        return self

    def __exit__(self, *_: object) -> None:
        self._ask("shutdown", None)
        self._tell("exit", None)
        self._process.wait(timeout=60)
        for pipe in (self._process.stdin, self._process.stdout):
            cast("IO[bytes]", pipe).close()

    def completions(self, code: str) -> set[str]:
        """What is proposed at the end of ``code``."""
        found = self._asked_at_the_end(code, "textDocument/completion")
        return {item["label"] for item in found["items"]}

    def signature(self, code: str) -> str:
        """What is shown of the function whose call is open at the end of ``code``."""
        found = self._asked_at_the_end(code, "textDocument/signatureHelp")
        return "\n".join(item["label"] for item in found["signatures"])

    def _asked_at_the_end(self, code: str, method: str) -> Any:
        self._count += 1
        uri = (self._folder / f"sample_{self._count}.py").as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": code}
        self._tell("textDocument/didOpen", {"textDocument": document})
        lines = code.split("\n")
        place = {"line": len(lines) - 1, "character": len(lines[-1])}
        return self._ask(method, {"textDocument": {"uri": uri}, "position": place})

    def _ask(self, method: str, parameters: object) -> Any:
        self._count += 1
        number = self._count
        self._write({"id": number, "method": method, "params": parameters})
        while True:
            message = self._read()
            if "method" in message:
                self._answer(message)
            elif message.get("id") == number:
                return message["result"]

    def _answer(self, message: Mapping[str, Any]) -> None:
        """The server asks back for settings; it gets none. What it tells is not needed."""
        if "id" in message:
            items = message.get("params", {}).get("items", ())
            wanted = message["method"] == "workspace/configuration"
            result = [None for _ in items] if wanted else None
            self._write({"id": message["id"], "result": result})

    def _tell(self, method: str, parameters: object) -> None:
        self._write({"method": method, "params": parameters})

    def _write(self, message: Mapping[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        pipe = cast("IO[bytes]", self._process.stdin)
        pipe.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        pipe.flush()

    def _read(self) -> dict[str, Any]:
        pipe = cast("IO[bytes]", self._process.stdout)
        length = 0
        while line := pipe.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server has ended"
        return cast("dict[str, Any]", json.loads(pipe.read(length)))
