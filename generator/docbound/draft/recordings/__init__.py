"""From recorded calls and collections to facts."""
