"""The portal context."""
