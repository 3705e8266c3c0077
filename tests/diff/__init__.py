"""What a change means for users: the classes of `docbound diff`, tried on packages and programs."""
