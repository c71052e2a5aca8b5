"""Table of the simulated years."""

from django.db import models
from typing_extensions import override


class Year(models.Model):
    """A year that was simulated here. It is whole once `finished_at` is set; `written` is how many of its cases are there."""

    year = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=40)
    cases = models.PositiveIntegerField()
    profile = models.CharField(max_length=64)
    written = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "seed"], name="simulation_year_seed")]

    @override
    def __str__(self) -> str:
        return f"{self.year} {self.seed}"
