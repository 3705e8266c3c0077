"""Work grows with the input, never with its square."""
