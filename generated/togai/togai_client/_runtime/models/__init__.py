"""Models: their fields, decoding, repairing and encoding."""
