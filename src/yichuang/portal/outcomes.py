"""Where a case stands, with what came of it: that a case is closed tells neither what was decided nor how that went out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.utils.translation import gettext

from yichuang.cases.queries import DECISIONS, Ending, Progress, policy
from yichuang.cases.rules import TO_ARCHIVE, TRANSITIONS, Act, DeliveryMethod, State
from yichuang.cases.rules import Standing as Grant
from yichuang.cases.rules.policy import NOTICE_LIMIT
from yichuang.core.errors import gettext_noop
from yichuang.portal.standings import GRANTS, IN_ARCHIVE, STANDINGS
from yichuang.portal.words import is_english, term_text
from yichuang.ui.parts import Tone


@dataclass(frozen=True, slots=True)
class Told:
    """Where a case stands, in the reader's language: `badge` in few words, `now` in sentences, `next` what he does."""

    tone: Tone
    badge: str
    now: str
    next: str = ""


_DECIDED: Mapping[bool, tuple[Tone, str]] = MappingProxyType(
    {
        True: (Tone.GOOD, gettext_noop("Your application is granted.")),
        False: (Tone.BAD, gettext_noop("Your application is not granted; the decision gives the reasons.")),
    }
)
_SENT: Mapping[DeliveryMethod, tuple[str, str, str]] = MappingProxyType(
    {
        DeliveryMethod.WINDOW: (
            State.DELIVERED.label,
            gettext_noop("The result has been handed over at the window."),
            gettext_noop("The decision has been handed over at the window."),
        ),
        DeliveryMethod.POST: (
            gettext_noop("sent by post"),
            gettext_noop("The result has been sent by post."),
            gettext_noop("The decision has been sent by post."),
        ),
        DeliveryMethod.LOCKER: (
            gettext_noop("in the locker"),
            gettext_noop("The result has been put into the collection locker: please fetch it there."),
            gettext_noop("The decision has been put into the collection locker: please fetch it there."),
        ),
        DeliveryMethod.ELECTRONIC: (
            State.DELIVERED.label,
            gettext_noop("The result has been delivered electronically."),
            gettext_noop("The decision has been delivered electronically."),
        ),
    }
)
"""For each way: the word for the badge, and the sentence where something was granted, and where not."""


def outcome_of(state: State, ending: Ending, *, is_looked_up: bool = False) -> Told:
    """Where the case stands and what came of it; `is_looked_up` for whoever does not see its papers. Law: ALL 32, 38, 44."""
    if state is State.ARCHIVED and ending.closed_as is not None:
        closed = outcome_of(ending.closed_as, ending, is_looked_up=is_looked_up)
        badge, now = _both(closed.badge, gettext(state.label)), _sentences(closed.now, gettext(IN_ARCHIVE))
        return replace(closed, badge=badge, now=now)
    standing = STANDINGS[state]
    now = gettext(standing.looked_up if is_looked_up and standing.looked_up else standing.now).format(
        notice=term_text(policy().notice_limit), silence=term_text(NOTICE_LIMIT)
    )
    found = Told(standing.tone, gettext(state.label), now, gettext(standing.next))
    if state is State.DELIVERED and ending.is_granted is not None:
        found = _delivered(ending, is_granted=ending.is_granted)
    elif state is State.ISSUED:
        found = replace(found, badge=_both(gettext(State.GRANTED.label), found.badge))
    return _ended(found, ending.standing)


def looked_up(found: Progress) -> Told:
    """Where the case stands for whoever looked it up: how the result went out is not for everybody."""
    acts = [act for act, _at in found.steps]
    decided = next((act for act in reversed(acts) if act in DECISIONS), None)
    ending = Ending(
        is_granted=DECISIONS[decided] if decided is not None else None,
        closed_as=next((_CLOSED_BY[act] for act in reversed(acts) if act in _CLOSED_BY), None),
        standing=found.standing,
    )
    return outcome_of(found.state, ending, is_looked_up=True)


_CLOSED_BY: Mapping[Act, State] = MappingProxyType(
    {act: after for (before, act), after in TRANSITIONS.items() if after in TO_ARCHIVE and before is not after}
)


def _delivered(ending: Ending, *, is_granted: bool) -> Told:
    """What was decided, and how it went out: what is sent has not yet reached anybody."""
    tone, decided = _DECIDED[is_granted]
    outcome = gettext((State.GRANTED if is_granted else State.DENIED).label)
    method = next((one for one in DeliveryMethod if one.value == ending.delivery.get("method")), None)
    if method is None:
        return Told(
            tone,
            _both(outcome, gettext(State.DELIVERED.label)),
            _sentences(gettext(decided), gettext(STANDINGS[State.DELIVERED].now)),
            _next(None, is_granted=is_granted),
        )
    word, *sentences = _SENT[method]
    where = [gettext(text).format(value=value) for name, text in _WHERE if (value := ending.delivery.get(name))]
    return Told(
        tone,
        _both(outcome, gettext(word)),
        _sentences(gettext(decided), gettext(sentences[0 if is_granted else 1]), *where),
        _next(method, is_granted=is_granted),
    )


def _next(method: DeliveryMethod | None, *, is_granted: bool) -> str:
    if not is_granted:
        return gettext(STANDINGS[State.DENIED].next)
    if method is DeliveryMethod.LOCKER:
        return gettext("Fetch the result from the locker, if you have not done so.")
    return gettext(STANDINGS[State.DELIVERED].next)


_WHERE = (
    ("tracking_no", gettext_noop("Post number: {value}.")),
    ("place", gettext_noop("Locker: {value}.")),
)


def _ended(found: Told, standing: Grant) -> Told:
    """What was granted once and does not hold any more is not told as granted."""
    if standing not in GRANTS:
        return found
    tone = Tone.NEUTRAL if standing is Grant.CANCELLED else Tone.BAD  # mostly at the holder's own wish
    return replace(found, tone=tone, badge=gettext(standing.label))


def _both(first: str, second: str) -> str:
    return gettext("{first}, {second}").format(first=first, second=second)


def _sentences(*parts: str) -> str:
    """The sentences in a row: Chinese writes no space between them."""
    return (" " if is_english() else "").join(parts)
