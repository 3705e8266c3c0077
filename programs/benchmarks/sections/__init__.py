"""One module for each measurement; ``measure`` takes the setting of the run and gives its section
of the page.
"""
