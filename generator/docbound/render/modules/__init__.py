"""What the templates of Python modules are given: one module here for each kind of file."""
