"""The way out to other systems."""

from yichuang.exchange.vendors.sending import Outcome, allowed_networks, post

__all__ = ["Outcome", "allowed_networks", "post"]
