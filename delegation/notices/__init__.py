"""WORD: messages owed to people, kept in the database until they are delivered."""
