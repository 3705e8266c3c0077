"""JSON and YAML: text to plain data, and the position of every value."""
