"""Findings about a description: what they are, how they are shown, and what was probably meant."""
