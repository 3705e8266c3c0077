"""The other generators: how each is installed, run, and looked at; all in environments of their
own.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Final

from .measuring import Cost, FailedError, answer, spend
from .paths import DOCBOUND, PROGRAMS, ROOT, environment

Command = Callable[[Path, Path, str], Sequence[str | Path]]
"""The command line for a description, an output folder, and the name of the import package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """A generator of client packages.

    Attributes:
        name: as its own page writes it, with the version that is measured.
        command: makes a package.
        home: where the import package's parent is, below the output folder.
        runtime: what its packages need at run time; empty for docbound, whose needs are those of
            the floors.
        operation: what is once in its package for each operation.
        complete: whether it makes a client at all, or only models.
        variables: set in its environment.
        telling: a pattern of the line in which it says why it failed.
    """

    name: str
    command: Command
    home: str = "."
    runtime: tuple[str, ...] = ()
    operation: str = ""
    complete: bool = True
    variables: tuple[tuple[str, str], ...] = ()
    telling: str = ""

    @property
    def slug(self) -> str:
        """Its name as that of a folder."""
        return self.name.replace(" ", "-")

    @property
    def kind(self) -> str:
        """Its name without the version."""
        return self.name.split()[0]

    def generate(
        self,
        description: Path,
        output: Path,
        package: str = "bench_client",
        **variables: str,
    ) -> Cost:
        """Makes a package and says what that cost.

        Raises:
            FailedError: it cannot be installed, or does not make one.
        """
        command = self.command(description, output, package)
        return spend(
            command,
            cwd=ROOT,
            environment={**dict(self.variables), **variables},
            telling=self.telling,
        )

    def python(self) -> Path:
        """The Python of an environment in which its packages run."""
        return environment(f"{self.kind}-runtime", self.runtime)


def _program(name: str, packages: Sequence[str]) -> Path:
    return environment(name, packages).parent / name


def _openapi_python_client(description: Path, output: Path, package: str) -> Sequence[str | Path]:
    program = _program("openapi-python-client", ["openapi-python-client==0.29.1"])
    settings = output.parent / "openapi-python-client.yaml"
    settings.write_text(
        f"package_name_override: {package}\nproject_name_override: {package}\n",
        encoding="utf-8",
    )
    return [
        program,
        "generate",
        "--overwrite",
        "--path",
        description,
        "--output-path",
        output,
        "--config",
        settings,
    ]


def _openapi_generator(
    library: str, description: Path, output: Path, package: str
) -> Sequence[str | Path]:
    if shutil.which("java") is None:
        raise FailedError("no Java")
    program = _program("openapi-generator-cli", ["openapi-generator-cli==7.26.0"])
    return [
        *(program, "generate", "-g", "python", "-i", description, "-o", output),
        *(
            "--skip-validate-spec",
            f"--additional-properties=packageName={package},library={library}",
        ),
    ]


def _crozier(description: Path, output: Path, package: str) -> Sequence[str | Path]:
    program = _program("crozier", ["crozier==0.0.117", "ruff"])
    search = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    command = (
        program,
        "generate",
        "--no-config",
        "--spec",
        description,
        "--output",
        output,
        "--package-name",
        package,
    )
    return ["env", f"PATH={search}", *command]


_DOTTED: Final = re.compile(r"#/(?:components/schemas|definitions)/[\w-]+\.")


def _datamodel(description: Path, output: Path, package: str) -> Sequence[str | Path]:
    program = (
        environment("datamodel-codegen", ["datamodel-code-generator==0.89.0"]).parent
        / "datamodel-codegen"
    )
    output.mkdir(parents=True, exist_ok=True)
    # Names with dots become modules, for which it wants a folder.
    modular = _DOTTED.search(description.read_text(encoding="utf-8"))
    target = output / (package if modular else f"{package}.py")
    model = "pydantic_v2.BaseModel"
    return [
        program,
        "--input",
        description,
        "--input-file-type",
        "openapi",
        "--output",
        target,
        "--output-model-type",
        model,
    ]


def _docbound(description: Path, output: Path, package: str) -> Sequence[str | Path]:
    return [
        *DOCBOUND,
        "generate",
        description,
        "-o",
        output,
        "--package",
        package,
        "--lenient",
    ]


OURS: Final = Generator(name="docbound", command=_docbound)

PEERS: Final = (
    Generator(
        name="openapi-python-client 0.29.1",
        command=_openapi_python_client,
        runtime=("httpx", "attrs", "python-dateutil"),
        operation=r"^def sync_detailed\(",
        variables=(("COLUMNS", "500"),),
        telling=r"^\w+Error: |^Failed to |validation errors for",
    ),
    Generator(
        name="openapi-generator 7.26.0",
        # Without it, it refuses YAML above 3 MB.
        variables=(("JAVA_TOOL_OPTIONS", "-DmaxYamlCodePoints=100000000"),),
        telling=r"^Exception in thread",
        command=partial(_openapi_generator, "urllib3"),
        runtime=(
            "urllib3>=2.1,<3",
            "python-dateutil",
            "pydantic>=2",
            "typing-extensions",
            "lazy-imports",
            "aiohttp",
            "aiohttp-retry",
        ),
        operation=r"^    def \w+_with_http_info\(",
    ),
    Generator(
        name="crozier 0.0.117",
        command=_crozier,
        home="src",
        runtime=("httpx", "pydantic>=2", "typing-extensions"),
        operation=r"^        _response = self\._client_wrapper|^        with self\._client_wrapper",
    ),
    Generator(name="datamodel-code-generator 0.89.0", command=_datamodel, complete=False),
)

OPENAPI_GENERATOR_ASYNCIO: Final = Generator(
    name="openapi-generator-asyncio 7.26.0",
    command=partial(_openapi_generator, "asyncio"),
    runtime=PEERS[1].runtime,
)


@cache
def shortcomings(
    peer: Generator, output: Path, operations: int, package: str = "bench_client"
) -> str:
    """What keeps a package from being a complete client: operations that are not there, modules
    that do not import.
    """
    if peer is OURS:
        return ""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in output.rglob("*.py")]
    if not peer.complete:
        return "models only"
    if not texts:
        return "no package"
    found = sum(len(re.findall(peer.operation, text, re.MULTILINE)) for text in texts)
    if found < operations:
        return f"{found} of {operations} operations"
    try:
        broken = answer(
            [peer.python(), PROGRAMS / "importing.py", package],
            environment={"PYTHONPATH": str(output / peer.home)},
        ).split()
    except FailedError as error:
        return f"does not import: {error}"
    return f"{len(broken)} modules do not import" if broken else ""
