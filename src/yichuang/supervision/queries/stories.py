"""Stories of cases as rules look at them, and what rules need besides."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings

from yichuang.cases.queries import CaseStory, policy
from yichuang.catalogue.queries import get_version
from yichuang.core import clock
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.rules import WorkCalendar
from yichuang.documents.queries import count_kinds
from yichuang.organisations.errors import LetterNotFoundError, PostNotFoundError
from yichuang.organisations.queries import get_letter, get_post
from yichuang.supervision.rules import LetterFact, Outlook, Row, Story

_posts: dict[int, bool] = {}
"""Whether a post acts by letter: the role of a post never changes."""


def outlook_for(today: date) -> Outlook:
    """What rules need on that day; letters are filled in by `with_letters`."""
    here, calendar = policy(), calendar_for(settings.REGION_CODE)
    if len(_reckoned_by(calendar)) > _RECKONED:
        _reckoned_by.cache_clear()
    return Outlook(
        today=today,
        calendar=calendar,
        preliminary_limit=here.preliminary_limit,
        delivery_limit=here.delivery_limit,
        reckoned=_reckoned_by(calendar),
    )


def renewed(outlook: Outlook) -> Outlook:
    """The same with the letters that it knows, for the next lot of a long reading; a fresh one if the calendar changed meanwhile."""
    fresh = outlook_for(outlook.today)
    return outlook if outlook.reckoned is fresh.reckoned else fresh


@lru_cache(maxsize=1)
def _reckoned_by(_calendar: WorkCalendar) -> dict[Any, Any]:
    """Due dates of cases counted by that calendar: it never changes, nor do the versions by which they are counted."""
    return {}


_RECKONED = 200_000
"""How many are kept before it is begun anew."""


def story_of(one: CaseStory, papers: Mapping[str, int]) -> Story:
    """The story of a case.

    Raises:
        VersionNotFoundError: its version is not there.
    """
    zone = clock.zone()
    rows = []
    for row in one.rows:
        at = row.at.astimezone(zone)
        rows.append(
            Row(
                row.seq, row.act, row.before, row.after, at, at.date(), row.actor_kind, row.account_id, row.post_id, row.reason,
                row.details,
            )
        )  # fmt: skip
    return Story(
        one.case_id, one.case_no, one.version_id, one.item_code, one.organisation_id, one.channel, one.case_type, one.state,
        one.seq, one.handler_id, get_version(one.version_id).content, tuple(rows), papers,
    )  # fmt: skip


def papers_of(stories: Sequence[CaseStory]) -> Mapping[str, Mapping[str, int]]:
    """The kinds of the papers of these cases."""
    return count_kinds([one.case_no for one in stories])


def with_letters(outlook: Outlook, stories: Iterable[CaseStory]) -> None:
    """The outlook knows every letter and post that the ledgers of these cases cite."""
    letters, posts = dict(outlook.letters), set[int]()
    by_letter = set(outlook.posts_by_letter)
    for one in stories:
        for row in one.rows:
            if row.post_id is not None:
                posts.add(row.post_id)
            cited = row.details.get("authority")
            if isinstance(cited, dict) and cited.get("id") not in letters:
                found = _letter(cited.get("id"))
                if found is not None:
                    letters[found.letter_id] = found
    for post_id in posts - by_letter:
        if _acts_by_letter(post_id, outlook.today):
            by_letter.add(post_id)
    outlook.letters, outlook.posts_by_letter = letters, frozenset(by_letter)


def _letter(letter_id: object) -> LetterFact | None:
    if not isinstance(letter_id, int):
        return None
    try:
        one = get_letter(letter_id)
    except LetterNotFoundError:
        return None
    return LetterFact(
        letter_id=one.id,
        post_id=one.post_id,
        rights=frozenset(right.value for right in one.rights),
        item_codes=frozenset(one.item_codes),
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        withdrawn_on=clock.local(one.withdrawn_at).date() if one.withdrawn_at else None,
    )


def _acts_by_letter(post_id: int, today: date) -> bool:
    found = _posts.get(post_id)
    if found is None:
        try:
            found = get_post(post_id, today).needs_letter
        except PostNotFoundError:
            return False
        _posts[post_id] = found
    return found
