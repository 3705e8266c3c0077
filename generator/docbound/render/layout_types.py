"""The parts of a layout: files, their templates and the values of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from docbound.package import ApiClass, Model, Package
from docbound.records import record


@record
class Target:
    """One file that is being made.

    Attributes:
        package, layout, file: what it belongs to.
        part: the API class or model, for a file that each of them has.
    """

    package: Package
    layout: Layout
    file: File
    part: ApiClass | Model | None = None

    @property
    def api(self) -> ApiClass:
        """The API class."""
        assert isinstance(self.part, ApiClass), "a file of an API class is made for one"
        return self.part

    @property
    def model(self) -> Model:
        """The model."""
        assert not isinstance(self.part, ApiClass | None), "a file of a model is made for one"
        return self.part


Page: TypeAlias = Callable[[Target], dict[str, object]]
"""Makes the variables of a template, beside ``package``; called once for the files of an API class
or model that have the same ones.
"""


@record
class File:
    """One file of a package.

    Attributes:
        template: the template's path below its folder of ``templates/``.
        page: what the template is given (:mod:`docbound.render.template_values`).
        path: where the file goes, with ``{package}``, and ``{module}`` and ``{name}`` of an API
            class or model.
        collects: for a package that only re-exports, what it holds: ``apis``, ``aio`` or
            ``models``.
        origin: for such a package, where their modules are, relative to it.
        of_methods: whether it is about the methods of an API class, and made only where there are
            some.
    """

    template: str
    path: str
    page: Page
    collects: str = ""
    origin: str = "."
    of_methods: bool = False


@record
class Layout:
    """The files of a package: those it has once, those of each API class and those of each model.

    Attributes:
        folder: the folder of ``templates/`` that is asked before ``base``.
        models_folder: the package that holds the modules of the models.
        models: template and path by the kind of model; a page for each comes from ``model_page``.
        submodules: modules and packages that are attributes of the root.
    """

    folder: str
    models_folder: str
    package: tuple[File, ...]
    api: tuple[File, ...]
    models: dict[str, File]
    model_page: File
    submodules: tuple[str, ...]
