"""Whether description, settings, package and pages agree with documented.yaml."""
