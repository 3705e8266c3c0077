"""Document to Api."""
