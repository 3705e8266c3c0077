"""What annotations of generated models mean: markers, type expressions, shapes of values."""
