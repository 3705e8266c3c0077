"""The proofs: small cases, recorded fixtures, the committed packages, the command line."""
