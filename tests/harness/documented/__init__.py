"""What the documentation states, held against the description, the package and its pages."""
