"""What the law brings about by itself when a day has passed."""

from datetime import date

from tests.model.days import after
from tests.model.law import Life


def fallen_due(lives: list[Life], today: date) -> list[tuple[date, int, str]]:
    """What the law brings about because a day has passed, by day: the day, the place of the case, the act."""
    found = []
    for place, life in enumerate(lives):
        for act, due in (
            ("deem_accepted", after(life.submitted, 5)),
            ("lapse", _missed(life)),
            ("deem_renewed", _expired(life)),
        ):
            if due is not None and not life.refusals(act, today):
                found.append((due, place, act))
    return sorted(found)


def _missed(life: Life) -> date | None:
    return life.told_by if life.state == "correction_requested" else life.deferred_by


def _expired(life: Life) -> date | None:
    return life.about.valid_until if life.about else None
