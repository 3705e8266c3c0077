"""Which operations a page declares, and which of its blocks are about each."""
