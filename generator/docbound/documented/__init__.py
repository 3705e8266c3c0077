"""documented.yaml: what a service's documentation states, each fact with its source."""
