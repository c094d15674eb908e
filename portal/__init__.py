"""THE PARTNER'S WINDOW: views and addresses, never a client model."""
