"""From arguments to a request: parameters, bodies, forms and files."""
