"""Yichuang: software that runs a government service centre."""
