"""What each operation sends and answers, shared by the two clients."""
