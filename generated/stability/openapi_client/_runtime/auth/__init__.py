"""Credentials: which ones a call needs, where they go, and how they are hidden."""
