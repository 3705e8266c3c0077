"""Methods of HTTP."""

IDEMPOTENT = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"))
"""Methods that may be repeated (RFC 9110, section 9.2.2; QUERY by its own specification)."""
