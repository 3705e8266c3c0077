"""Proposals for client.yaml, from the shapes of parameters and responses, each with its reason."""
