"""What a service's documentation states, and whether description, package and pages agree with
it.
"""
