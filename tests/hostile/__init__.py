"""Documents, pages and recordings of others: nothing of them becomes more than text."""
