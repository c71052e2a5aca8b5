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
    FlowBox,
    Moment,
    Row,
    Series,
    Sort,
    Stat,
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
    "upload": (
        "{% upload form.paper evil evil 5 values=values refresh=evil %}",
        lambda: {"form": SmallForm({}), "values": {EVIL: EVIL}},
    ),
    "save_status": ("{% save_status evil %}", dict),
    "dialog": ("{% dialog evil evil 'danger' evil %}{{ evil }}{% enddialog %}", dict),
    "toast": ("{% toast evil 'bad' %}", dict),
    "copy_button": ("{% copy_button evil evil %}", dict),
    "bulk_bar": ("{% bulk_bar evil %}{{ evil }}{% endbulk_bar %}", dict),
    "filter_bar": ("{% filter_bar form evil evil %}", lambda: {"form": SmallForm({"name": EVIL})}),
    "stat_tiles": ("{% stat_tiles items %}", lambda: {"items": [Stat(EVIL, EVIL, EVIL, EVIL, Tone.BAD)]}),
    "chart": (
        "{% chart evil labels series 'lines' evil %}",
        lambda: {"labels": [EVIL], "series": [Series(EVIL, (1,))] * 2},
    ),
    "flow_chart": ("{% flow_chart boxes evil %}", lambda: {"boxes": [FlowBox(EVIL, EVIL, EVIL, EVIL)]}),
    "qr": ("{% qr evil evil %}", dict),
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
    exempt = {"icon", "next_page", "nav_link", "language_switch", "display_settings", "person", "hidden_fields"}

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
    assert "Taken: PDF, JPG. At most 5\xa0MB each." in html


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
        ("1 'working days' one='1 working day'", "1 working day left"),
        ("2 'working days' one='1 working day'", "2 working days left"),
        ("-1 'working days' one='1 working day'", "1 working day late"),
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


def test_a_column_that_orders_says_how() -> None:
    columns = [
        Column("No.", sort_url="?order=-no", sort=Sort.ASCENDING),
        Column("Name", sort_url="?order=name"),
        Column("State"),
    ]

    heads = Elements(rendered("{% table columns rows %}", columns=columns, rows=[])).of("th")

    assert [head.get("aria-sort") for head in heads] == ["ascending", "none", None]


def test_rows_with_a_key_can_be_chosen_for_a_form_elsewhere() -> None:
    rows = [Row(("First",), key="7"), Row(("Second",))]

    html = rendered("{% table columns rows select='chosen' select_name='case' %}", columns=[Column("a")], rows=rows)

    boxes = [box for box in Elements(html).of("input") if box.get("form")]
    assert [(box["form"], box["name"], box["value"]) for box in boxes] == [("chosen", "case", "7")]
    assert "Choose 7" in html


def test_a_table_without_extras_loads_no_script() -> None:
    plain = rendered("{% table columns rows %}", columns=[Column("a")], rows=[])
    keyed = rendered("{% table columns rows has_keys=True %}", columns=[Column("a")], rows=[])

    assert "<script" not in plain
    assert "ui/js/lists.js" in keyed
    assert '<dialog id="ui-keys"' in keyed


class Question(forms.Form):
    state = forms.ChoiceField(choices=[("", "All"), ("open", "Open")], required=False)
    word = forms.CharField(required=False)
    size = forms.IntegerField(required=False, initial=20)


@pytest.mark.parametrize(
    ("given", "active"),
    [
        ({}, 0),
        ({"state": "", "size": "20"}, 0),
        ({"state": "open", "size": "20"}, 1),
        ({"state": "open", "word": "a"}, 2),
    ],
)
def test_a_filter_bar_counts_what_narrows(given: dict[str, str], active: int) -> None:
    html = rendered("{% filter_bar form clear_url='?x' %}", form=Question(given))

    assert (f'<span class="ui-count">{active}</span>' in html) == (active > 0)
    assert ('href="?x"' in html) == (active > 0)


def test_a_dialog_unfolds_without_scripts() -> None:
    html = Elements(rendered("{% dialog 'Withdraw' 'Sure?' %}<p>x</p>{% enddialog %}"))

    assert len(html.of("details")) == len(html.of("summary")) == 1
    assert html.of("dialog") == []


def test_an_upload_is_a_plain_field_without_scripts() -> None:
    source = "{% upload form.paper '/up/' '.pdf' 5 values=values refresh='list' takes_photos=True %}"

    html = Elements(rendered(source, form=SmallForm(), values={"key": 7}))

    holder = html.of("div")[0]
    field, photo = html.of("input")
    assert (holder["data-upload"], holder["data-values"], holder["data-refresh"]) == ("/up/", '{"key": "7"}', "list")
    assert (field["type"], field["name"], field["accept"]) == ("file", "paper", ".pdf")
    assert (photo["capture"], photo["accept"], "name" in photo) == ("environment", "image/*", False)


def test_a_chart_has_its_numbers_as_a_table() -> None:
    series = [Series("In", (3, None)), Series("Out", (1.5, 2))]

    html = rendered("{% chart 'Cases' labels series %}", labels=["May", "June"], series=series)

    cells = [part.split("<")[0] for part in html.split('<td class="is-number">')[1:]]
    assert cells == ["3", "1.5", "–", "2"]
    assert Elements(html).of("svg")[0]["aria-label"] == "Cases"
    assert len(Elements(html).of("rect")) == 3


def test_the_present_step_is_marked_in_both_directions() -> None:
    items = [Step("One", StepState.DONE, url="/1/"), Step("Two", StepState.CURRENT, url="/2/")]

    for direction in ("across", "down"):
        html = Elements(rendered(f"{{% steps items '{direction}' %}}", items=items))
        assert [attrs.get("aria-current") for attrs in html.of("li")] == [None, "step"]
        assert [attrs["href"] for attrs in html.of("a")] == ["/1/"]
    with pytest.raises(TemplateSyntaxError, match="up"):
        rendered("{% steps items 'up' %}", items=items)


def test_a_code_holds_the_address() -> None:
    small = Elements(rendered("{% qr url 'x' %}", url="https://a.example/")).of("svg")[0]
    large = Elements(rendered("{% qr url 'x' %}", url="https://a.example/" + "b" * 200)).of("svg")[0]

    assert small["viewbox"] == "0 0 33 33"  # version 2: 25 modules and four quiet ones on each side
    assert large["viewbox"] != small["viewbox"]
