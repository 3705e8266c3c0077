"""Makes fixtures: from a live service, from recordings of other tools, from the description's
examples.
"""
