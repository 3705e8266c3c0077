"""Texts as they are printed: Python source, Markdown, and prose made harmless."""
