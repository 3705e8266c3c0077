"""What was read about an operation, put together."""
