"""What a page says about one operation, block by block."""
