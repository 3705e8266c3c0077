"""Fields and parameters from tables, lists and tags, and what each of them states."""
