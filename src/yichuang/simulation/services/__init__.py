"""What can be simulated."""

from yichuang.simulation.services.simulating import BY_ACTS, Simulated, simulate

__all__ = ["BY_ACTS", "Simulated", "simulate"]
