"""The staffdesk context."""
