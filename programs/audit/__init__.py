"""Known vulnerabilities of the releases that requirements.lock names."""
