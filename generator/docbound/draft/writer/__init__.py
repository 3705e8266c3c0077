"""A draft as files: the description, the facts, the settings."""
