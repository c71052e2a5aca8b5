"""The forms about letters of authority and leave on the pages of a post and of a member of staff."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext

from yichuang.core.clock import today
from yichuang.organisations import queries
from yichuang.staffdesk.views.leaves import is_over
from yichuang.staffdesk.views.organisation_panels import panel
from yichuang.staffdesk.views.shown import Panel, Refused, day


def letter_panels(post: queries.PostRow, letters: Sequence[queries.LetterView], refused: Refused | None) -> list[Panel]:
    """What can be done to the letters of authority of a post; nothing where it needs none."""
    if not post.is_active or not post.needs_letter:
        return []
    here = f"post-{post.id}"
    running = [one for one in letters if one.withdrawn_at is None and one.valid_to >= today()]
    return [
        panel(
            "grant_letter",
            post.id,
            gettext("Enter a letter of authority"),
            here,
            refused,
            {"valid_from": today().isoformat(), "staff": post.holder_id},
        ),
        *[
            panel(
                "withdraw_letter",
                one.id,
                gettext("Withdraw the letter {number}").format(number=one.number),
                here,
                refused,
                text=gettext("It ends at once; what was done by it stays as it is."),
            )
            for one in running
        ],
    ]


def leave_panels(one: queries.StaffView, leaves: Sequence[queries.LeaveView], refused: Refused | None) -> list[Panel]:
    """What can be done about the leave of a member of staff."""
    if not one.is_active:
        return []
    here = f"staff-{one.id}"
    told = gettext("On these days the posts give no rights; the deputy of each post stands in.")
    return [
        replace(
            panel("enter_leave", one.id, gettext("Enter a leave"), here, refused, text=told),
            warning=_uncovered(one.id),
        ),
        *[
            panel(
                "end_leave",
                leave.id,
                gettext("End the leave of {first} to {last}").format(
                    first=day(leave.away_from), last=day(leave.away_to)
                ),
                here,
                refused,
                text=gettext("It ends at once."),
            )
            for leave in leaves
            if not is_over(leave)
        ],
    ]


def _uncovered(staff_id: int) -> str:
    """Which posts nobody takes over while their holder is away; empty where each has its deputy."""
    held = [one for one in queries.list_holdings(on=today(), staff_id=staff_id) if not one.is_stand_in]
    posts = [queries.get_post(one.post_id, today()) for one in held]
    titles = [post.title for post in posts if post.deputy_id is None and not post.stand_in_name]
    if not titles:
        return ""
    told = gettext(
        "Nobody stands in for: {posts}. Have a deputy named or a stand-in appointed first, or their cases wait."
    )
    return told.format(posts=gettext(", ").join(titles))
