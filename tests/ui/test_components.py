"""Every component renders, escapes what it is given and says in words what its colour says."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django import forms
from django.http import HttpRequest
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation
from typing_extensions import override

from yichuang.ui.parts import (
    Cell,
    Choice,
    Column,
    Crumb,
    Day,
    Definition,
    Figure,
    FileLink,
    Moment,
    Row,
    Step,
    StepState,
    Tone,
    due_tone,
)
from yichuang.ui.templatetags import ui

EVIL = "<script>alert(1)</script>"
SAFE = "&lt;script&gt;alert(1)&lt;/script&gt;"


class SmallForm(forms.Form):
    name = forms.CharField(label=EVIL, help_text="As on the paper")
    way = forms.ChoiceField(label="Way", choices=[("a", EVIL)], widget=forms.RadioSelect)
    paper = forms.FileField(label="Paper", required=False)


class Elements(HTMLParser):
    """All elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def rendered(source: str, **values: object) -> str:
    """The template source rendered with these values."""
    return Template(source).render(Context(values))


def rendered_for(request: HttpRequest, source: str) -> str:
    """The template source rendered for a request."""
    return Template(source).render(RequestContext(request))


CASES: dict[str, tuple[str, Callable[[], dict[str, object]]]] = {
    "badge": ("{% badge evil %}", dict),
    "alert": ("{% alert evil tone='bad' %}{{ evil }}{% endalert %}", dict),
    "panel": ("{% panel evil ident=evil %}{{ evil }}{% endpanel %}", dict),
    "definitions": ("{% definitions items %}", lambda: {"items": [Definition(EVIL, EVIL, EVIL, EVIL)]}),
    "table": (
        "{% table columns rows caption=evil %}",
        lambda: {"columns": [Column(EVIL), Column("b")], "rows": [Row((EVIL, Cell(EVIL, url=EVIL, note=EVIL)))]},
    ),
    "empty": ("{% empty evil evil evil evil %}", dict),
    "timeline": ("{% timeline moments %}", lambda: {"moments": [Moment(EVIL, None, EVIL, EVIL, Tone.BAD, EVIL, EVIL)]}),
    "breadcrumbs": ("{% breadcrumbs crumbs %}", lambda: {"crumbs": [Crumb(EVIL, EVIL), Crumb(EVIL)]}),
    "steps": ("{% steps items %}", lambda: {"items": [Step(EVIL, StepState.CURRENT, EVIL)]}),
    "due_bar": ("{% due_bar due 1 evil 2 %}", lambda: {"due": date(2026, 9, 25)}),
    "day_table": (
        "{% day_table days evil %}",
        lambda: {"days": [Day(date(2026, 9, 25), is_counted=False, reason=EVIL)]},
    ),
    "files": ("{% files items %}", lambda: {"items": [FileLink(EVIL, EVIL, 1, EVIL)]}),
    "figures": ("{% figures items %}", lambda: {"items": [Figure(EVIL, EVIL, Tone.BAD)]}),
    "switch": ("{% switch evil choices %}", lambda: {"choices": [Choice(EVIL, EVIL, is_current=True)]}),
    "field": ("{% field form.name %}", lambda: {"form": SmallForm({"name": EVIL})}),
    "field of choices": ("{% field form.way %}", lambda: {"form": SmallForm({"way": EVIL})}),
    "file_field": ("{% file_field form.paper evil 5 %}", lambda: {"form": SmallForm({})}),
    "form_errors": ("{% form_errors form %}", lambda: {"form": SmallForm({})}),
    "button": ("{% button evil 'primary' evil evil %}", dict),
    "link_button": ("{% link_button evil evil %}", dict),
    "post_button": ("{% post_button evil evil 'danger' values %}", lambda: {"values": {EVIL: EVIL}}),
    "search_box": ("{% search_box evil evil evil evil evil %}", dict),
}


@pytest.mark.parametrize("name", CASES)
def test_text_given_to_a_component_is_escaped(name: str) -> None:
    source, values = CASES[name]

    html = rendered(source, evil=EVIL, **values())

    assert EVIL not in html
    assert SAFE in html
    assert "style=" not in html


def test_every_component_is_tried_for_escaping() -> None:
    exempt = {"icon", "next_page", "nav_link", "language_switch", "hidden_fields"}

    assert set(ui.register.tags) - exempt == {name.split()[0] for name in CASES}


def test_a_field_ties_label_help_and_error_to_its_control() -> None:
    html = Elements(rendered("{% field form.name %}", form=SmallForm({"name": ""})))

    control = html.of("input")[0]
    assert control["aria-describedby"] == "id_name_help id_name_error"
    assert control["aria-invalid"] == "true"
    assert html.of("label")[0]["for"] == control["id"]
    assert {attrs.get("id") for attrs in html.of("div")} >= {"id_name_help", "id_name_error"}


def test_a_group_of_choices_is_a_fieldset_with_its_error() -> None:
    html = Elements(rendered("{% field form.way %}", form=SmallForm({})))

    assert html.of("fieldset")[0]["aria-describedby"] == "id_way_error"
    assert len(html.of("legend")) == 1


def test_required_and_optional_are_said_in_words() -> None:
    form = SmallForm()

    assert "(required)" in rendered("{% field form.name %}", form=form)
    assert "(optional)" in rendered("{% field form.paper %}", form=form)


def test_a_field_for_files_tells_its_limits() -> None:
    html = rendered('{% file_field form.paper ".pdf,.jpg" 5242880 %}', form=SmallForm())

    control = Elements(html).of("input")[0]
    assert control["accept"] == ".pdf,.jpg"
    assert control["data-max-bytes"] == "5242880"
    assert "Taken: PDF, JPG. At most 5.0\xa0MB each." in html


def test_the_summary_of_errors_leads_to_the_fields() -> None:
    html = Elements(rendered("{% form_errors form %}", form=SmallForm({})))

    assert [attrs["href"] for attrs in html.of("a")] == ["#id_name", "#id_way_field"]
    assert html.of("div")[0]["role"] == "alert"


def test_there_is_no_summary_while_nothing_is_wrong() -> None:
    assert rendered("{% form_errors form %}", form=SmallForm()).strip() == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("3 'working days'", "3 working days left"),
        ("0 'working days'", "Due today"),
        ("-2 'working days'", "2 working days late"),
        ("3 'working days' is_stopped=True", "The clock is stopped"),
        ("-2 'working days' is_done=True", "Case closed"),
    ],
)
def test_a_due_bar_says_in_words_how_things_stand(arguments: str, words: str) -> None:
    html = rendered("{% due_bar due " + arguments + " %}", due=date(2026, 10, 27))

    assert f">{words}<" in html
    assert '<time datetime="2026-10-27">2026-10-27</time>' in html


def test_a_due_instant_is_shown_with_its_local_hour() -> None:
    html = rendered("{% due_bar due 1 'h' %}", due=datetime(2026, 10, 27, 8, 30, tzinfo=UTC))

    assert "2026-10-27 16:30" in html


def test_a_bar_that_is_late_is_full() -> None:
    html = Elements(rendered("{% due_bar due -3 'days' 20 %}", due=date(2026, 10, 27)))

    assert (html.of("progress")[0]["value"], html.of("progress")[0]["max"]) == ("20", "20")


@pytest.mark.parametrize(
    ("days_left", "tone"),
    [(-1, Tone.BAD), (0, Tone.WARN), (2, Tone.WARN), (3, Tone.INFO)],
)
def test_the_tone_of_a_due_date_follows_the_days_left(days_left: int, tone: Tone) -> None:
    assert due_tone(days_left, near_days=2) is tone


def test_a_stopped_clock_is_neutral_and_a_closed_one_good() -> None:
    assert due_tone(-5, near_days=2, is_stopped=True) is Tone.NEUTRAL
    assert due_tone(-5, near_days=2, is_stopped=True, is_done=True) is Tone.GOOD


def test_the_next_page_keeps_the_question() -> None:
    request = RequestFactory().get("/list/", {"q": "甲", "cursor": "old"})

    html = Elements(rendered_for(request, "{% next_page 'new' %}"))

    assert [attrs["href"] for attrs in html.of("a")] == ["?q=%E7%94%B2", "?q=%E7%94%B2&cursor=new"]


def test_the_only_page_has_no_links() -> None:
    assert rendered_for(RequestFactory().get("/list/"), "{% next_page None %}").strip() == ""


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        rendered("{% table columns rows %}", columns=[Column("a"), Column("b")], rows=[Row(("one",))])


def test_an_unknown_tone_or_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="purple"):
        rendered("{% badge 'x' 'purple' %}")
    with pytest.raises(TemplateSyntaxError, match="huge"):
        rendered("{% button 'x' 'huge' %}")
