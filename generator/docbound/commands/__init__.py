"""What the commands of docbound do, apart from reading their arguments."""
