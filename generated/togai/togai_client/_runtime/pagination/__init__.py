"""Iterators over the pages and items of paginated operations."""
