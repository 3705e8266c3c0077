"""The settings of a package: client.yaml, filters and package names."""
