"""Package to FileTree: the only place that knows Jinja."""

from generator.render.package import render

__all__ = ["render"]
