"""The catalogue context."""
