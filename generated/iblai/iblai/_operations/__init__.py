"""The request and the responses of each operation, shared by both clients."""
