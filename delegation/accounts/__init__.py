"""WHO: organisations, users, persons (seats), roles; sign-in; may I, and why not."""
