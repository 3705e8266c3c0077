"""What a package promises its users, and what a change of it means for them."""
