"""Scalar types: how each is read, constructed and written."""
