"""One page about a project: fixtures, facts, drift and findings."""
