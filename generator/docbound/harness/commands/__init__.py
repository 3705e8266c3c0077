"""The commands of the harness. Each module holds one, and is imported when it is called."""
