"""The words by which documentation names its parts and types."""
