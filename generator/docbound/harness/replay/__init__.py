"""Plays fixtures through generated packages."""
