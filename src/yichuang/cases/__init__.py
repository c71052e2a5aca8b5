"""The cases context."""
