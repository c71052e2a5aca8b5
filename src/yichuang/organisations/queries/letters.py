"""Reading letters of authority."""

from dataclasses import dataclass
from datetime import date, datetime

from yichuang.core.rights import Right
from yichuang.organisations.errors import LetterNotFoundError
from yichuang.organisations.models import AuthorityLetter
from yichuang.organisations.rules import LetterState, SignedCopy, letter_state

LETTERS_OF = """
    SELECT json_agg(
        json_build_array(l.id, l.number, l.rights, l.item_codes, l.most_cents, l.valid_from, l.valid_to)
        ORDER BY l.valid_from DESC, l.id DESC)
    FROM (
        SELECT * FROM organisations_authorityletter x
        WHERE x.post_id = p.id AND x.staff_id = s.id AND x.withdrawn_at IS NULL
        ORDER BY x.valid_from DESC, x.id DESC LIMIT 20) l
"""
"""SQL for the letters, newest first, by which the member of staff `s` acts in the post `p`, as one JSON array."""


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter of authority; `item_codes` empty: every item, `most_cents` None: any amount."""

    id: int
    number: str
    organisation_id: int
    post_id: int
    post_title: str
    staff_id: int
    staff_name: str
    rights: tuple[Right, ...]
    item_codes: tuple[str, ...]
    most_cents: int | None
    valid_from: date
    valid_to: date
    issued_by: str
    copy: SignedCopy
    withdrawn_at: datetime | None
    withdrawn_reason: str

    def state(self, on: date) -> LetterState:
        """Whether it holds on that day."""
        return letter_state(self.valid_from, self.valid_to, on, is_withdrawn=self.withdrawn_at is not None)


def list_letters(*, post_id: int) -> tuple[LetterView, ...]:
    """All letters ever registered for the post, newest first: a few a year."""
    rows = AuthorityLetter.objects.select_related("post", "staff").filter(post_id=post_id)
    return tuple(_letter(row) for row in rows.order_by("-valid_from", "-pk"))


def get_letter(letter_id: int) -> LetterView:
    """The letter, also when it was withdrawn: the ledger goes on citing it.

    Raises:
        LetterNotFoundError: there is none.
    """
    row = AuthorityLetter.objects.select_related("post", "staff").filter(pk=letter_id).first()
    if row is None:
        raise LetterNotFoundError
    return _letter(row)


def _letter(row: AuthorityLetter) -> LetterView:
    return LetterView(
        id=row.pk,
        number=row.number,
        organisation_id=row.organisation_id,
        post_id=row.post_id,
        post_title=row.post.title,
        staff_id=row.staff_id,
        staff_name=row.staff.name,
        rights=tuple(Right(one) for one in row.rights),
        item_codes=tuple(row.item_codes),
        most_cents=row.most_cents,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        issued_by=row.issued_by,
        copy=SignedCopy(row.copy_id, row.copy_digest, row.copy_name),
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
    )
