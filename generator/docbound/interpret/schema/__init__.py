"""Schemas to types and definitions."""
