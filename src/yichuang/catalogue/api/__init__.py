"""Items and guides for other systems: what the public may know, as data."""

from yichuang.catalogue.api.operations import router

__all__ = ["router"]
