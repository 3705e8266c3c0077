"""Clients and API classes, sync and async."""
