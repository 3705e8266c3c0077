"""Services that misbehave on purpose, over real sockets: a line of a table each."""
