"""From the blocks of pages to facts."""
