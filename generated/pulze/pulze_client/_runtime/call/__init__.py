"""One call on its way: credentials, redirects, retries, hooks."""
