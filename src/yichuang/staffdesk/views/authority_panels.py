"""The forms about letters of authority and leave on the pages of a post and of a member of staff."""

from collections.abc import Sequence

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
    return [
        panel(
            "enter_leave",
            one.id,
            gettext("Enter a leave"),
            here,
            refused,
            text=gettext("On these days the posts give no rights; the deputy of each post stands in."),
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
