"""The whole centre on one page: bodies, their offices, windows, posts, who holds them and which are vacant."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.core.clock import today
from yichuang.organisations import queries
from yichuang.organisations.queries import CountedNode, OfficeView, PostRow, WindowView
from yichuang.staffdesk.forms.fields import in_language
from yichuang.staffdesk.views.leaves import leave_columns, leave_row
from yichuang.staffdesk.views.organisation_panels import panel
from yichuang.staffdesk.views.shown import Refused, day, label, page
from yichuang.ui.parts import Cell, Choice, Column, Row, Stat, Tone

# A centre has a few hundred posts; a body's own page has the rest.
_MOST_POSTS = 1000


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post on the page: its holder and who stands in, else that it is vacant."""

    id: int
    title: str
    role: str
    window: str
    office: str
    holder_id: int | None
    holder: str
    stand_in: str
    stand_in_to: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body with what it has, as far as it was sought."""

    node: CountedNode
    kind: str
    is_open: bool
    posts: tuple[PostLine, ...]
    windows: tuple[WindowView, ...]
    children: "tuple[Body, ...]"


@dataclass(frozen=True, slots=True)
class _Found:
    """Everything there is, by organisation, and what is sought in it."""

    posts: Mapping[int, Sequence[PostRow]]
    windows: Mapping[int, Sequence[WindowView]]
    offices: Mapping[int, OfficeView]
    sought: str
    is_vacant_only: bool

    @property
    def is_narrowed(self) -> bool:
        return bool(self.sought) or self.is_vacant_only

    def bodies(self, nodes: Sequence[CountedNode], *, is_all: bool = False, depth: int = 0) -> Iterator[Body]:
        """The bodies with something in them that was sought; all of a body when its name was."""
        for node in nodes:
            is_named = is_all or _has(self.sought, node.name, node.short_name)
            posts = tuple(self._lines(node.id, is_all=is_named))
            windows = tuple(
                one
                for one in self.windows.get(node.id, ())
                if not self.is_vacant_only and (is_named or _has(self.sought, one.number, one.name, one.location))
            )
            children = tuple(self.bodies(node.children, is_all=is_all, depth=depth + 1))
            is_shown = posts or windows or children or (is_named and not self.is_vacant_only)
            if is_shown:
                is_open = self.is_narrowed or (depth == 0 and len(nodes) == 1)
                yield Body(node, label(node.kind), is_open, posts, windows, children)

    def _lines(self, organisation_id: int, *, is_all: bool) -> Iterator[PostLine]:
        for one in self.posts.get(organisation_id, ()):
            found = self.offices.get(one.office_id or 0)
            office = found.name if found else ""
            if self.is_vacant_only and one.holder_id is not None:
                continue
            if is_all or _has(self.sought, one.title, one.holder_name, one.stand_in_name, one.window_number, office):
                yield PostLine(
                    id=one.id,
                    title=one.title,
                    role=label(one.role),
                    window=one.window_number,
                    office=office,
                    holder_id=one.holder_id,
                    holder=one.holder_name,
                    stand_in=one.stand_in_name,
                    stand_in_to=day(one.stand_in_to),
                )


def tree_page(request: HttpRequest, _at: int, refused: Refused | None) -> HttpResponse:
    """The page; with a refused act of it."""
    sought, is_vacant_only = request.GET.get("q", "").strip(), request.GET.get("show") == "vacant"
    nodes, posts, windows = queries.counted_tree(today()), _posts(), queries.list_windows()
    found = _Found(posts, _by_body(windows), _offices(posts), sought, is_vacant_only)
    person = queries.find_staff_by_no(sought) if sought else None
    shared = [one for one in windows if one.organisation_id is None]
    context = {
        "sought": sought,
        "tiles": _tiles(nodes, len(shared)),
        "views": [
            Choice(gettext("Everything"), _here(sought), not is_vacant_only),
            Choice(gettext("Vacant posts only"), _here(sought, "vacant"), is_vacant_only),
        ],
        "show": "vacant" if is_vacant_only else "",
        "person": person,
        "bodies": list(found.bodies(nodes, is_all=not sought)),
        "is_narrowed": found.is_narrowed,
        "columns": [Column(name) for name in (gettext("Window number"), gettext("Name of the window"), _where())],
        "windows": [window_row(one) for one in shared if _has(sought, one.number, one.name, one.location)],
        "stand_in_columns": _stand_in_columns(),
        "stand_ins": [_stand_in_row(one) for one in queries.list_stand_ins(on=today())],
        "leave_columns": leave_columns(has_name=True),
        "leaves": [leave_row(one, has_name=True) for one in queries.list_leaves(on=today())],
        "acts": [panel("open_window", 0, gettext("New comprehensive window"), "index-0", refused)],
    }
    return page(request, "organisations", context, refused)


def window_row(one: WindowView) -> Row:
    """A window in a list."""
    number = Cell(one.number, url=reverse("staffdesk:window", args=[one.id]))
    note = gettext(" · ").join(text for text in (in_language(one.hours, one.hours_en), one.phone) if text)
    name, where = in_language(one.name, one.name_en), in_language(one.location, one.location_en)
    return Row((number, name, Cell(where or one.location_note or "–", note=note)))


def _where() -> str:
    return gettext("Where and when")


def _posts() -> dict[int, list[PostRow]]:
    found: dict[int, list[PostRow]] = {}
    for one in queries.list_posts(on=today(), size=_MOST_POSTS).rows:
        found.setdefault(one.organisation_id, []).append(one)
    return found


def _offices(posts: Mapping[int, Sequence[PostRow]]) -> dict[int, OfficeView]:
    """The offices in which posts are, by their id."""
    bodies = [body for body, rows in posts.items() if any(one.office_id is not None for one in rows)]
    return {office.id: office for body in bodies for office in queries.list_offices(body, include_closed=True)}


def _by_body(windows: Iterable[WindowView]) -> dict[int, list[WindowView]]:
    found: dict[int, list[WindowView]] = {}
    for one in windows:
        if one.organisation_id is not None:
            found.setdefault(one.organisation_id, []).append(one)
    return found


def _has(sought: str, *texts: str) -> bool:
    return any(sought.lower() in text.lower() for text in texts)


def _here(sought: str, show: str = "") -> str:
    query = {name: value for name, value in (("q", sought), ("show", show)) if value}
    return reverse("staffdesk:organisations", query=query)


def _tiles(nodes: Sequence[CountedNode], shared: int) -> list[Stat]:
    every = list(_all(nodes))
    vacant = sum(one.vacant_posts for one in every)
    return [
        Stat(gettext("Bodies"), sum(one.is_active for one in every)),
        Stat(gettext("Open windows"), shared + sum(one.windows for one in every)),
        Stat(gettext("Posts"), sum(one.posts for one in every)),
        Stat(gettext("Vacant posts"), vacant, url=_here("", "vacant"), tone=Tone.WARN if vacant else Tone.GOOD),
        Stat(gettext("Staff"), sum(one.staff for one in every)),
    ]


def _all(nodes: Iterable[CountedNode]) -> Iterator[CountedNode]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _stand_in_columns() -> list[Column]:
    names = (gettext("Stands in"), gettext("For"), gettext("Post"), gettext("First day"), gettext("Last day"))
    return [Column(name) for name in names]


def _stand_in_row(one: queries.StandInRow) -> Row:
    who = Cell(one.staff_name, url=reverse("staffdesk:staff", args=[one.staff_id]))
    post = Cell(one.post_title, url=reverse("staffdesk:post", args=[one.post_id]), note=one.organisation_name)
    return Row((who, one.holder_name or gettext("Vacant"), post, day(one.held_from), day(one.held_to)))
