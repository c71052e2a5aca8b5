"""Tables of the feedback context. The application's database role may insert and read ratings, nothing else."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from typing_extensions import override

from yichuang.core.sealed import SealedTextField
from yichuang.feedback.rules import RatingChannel


class Rating(models.Model):
    """What somebody said of one visit at a window, or of one case online. Rows are added only.

    `clerk` is whose service was rated, for counts; who rated is not written down, and the text is sealed.
    """

    key = models.UUIDField()
    case_no = models.CharField(max_length=15)
    channel = models.CharField(max_length=10, choices=RatingChannel.choices())
    # The day of the visit; empty online, where the case is rated as a whole.
    visit_on = models.DateField(null=True)
    level = models.PositiveSmallIntegerField()
    tags = ArrayField(models.CharField(max_length=20), default=list)
    text = SealedTextField(default="")
    at = models.DateTimeField()
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    window = models.ForeignKey(
        "organisations.Window", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item_code = models.CharField(max_length=36)
    clerk = models.ForeignKey("identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="feedback_rating_key"),
            models.UniqueConstraint(
                fields=["case_no", "channel", "visit_on"], name="feedback_rating_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="feedback_rating_level"),
            models.CheckConstraint(
                condition=Q(channel=RatingChannel.WINDOW.value, visit_on__isnull=False)
                | Q(channel=RatingChannel.ONLINE.value, visit_on__isnull=True),
                name="feedback_rating_visit",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "at"], name="feedback_rating_counts", include=["level"])]

    @override
    def __str__(self) -> str:
        return f"{self.case_no} {self.channel} {self.level}"
