"""The ui context."""
