"""Begins a project, or a client in one."""
