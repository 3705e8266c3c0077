"""Package to FileTree: the only place that knows Jinja."""

from docbound.render.package import render

__all__ = ["render"]
