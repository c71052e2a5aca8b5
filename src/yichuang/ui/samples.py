"""Sample values that fill the gallery. They speak of nothing in particular."""

from datetime import UTC, date, datetime, timedelta

from django import forms

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
)

_START = datetime(2026, 9, 25, 8, 30, tzinfo=UTC)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="名称 Name", help_text="与证照上的名称一致 As on the licence", max_length=40)
    number = forms.IntegerField(label="数量 Number", min_value=1, required=False)
    on = forms.DateField(label="日期 Date", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label="种类 Kind", choices=[("", "—"), ("a", "甲 A"), ("b", "乙 B")])
    way = forms.ChoiceField(
        label="方式 Way",
        help_text="选一项 Choose one",
        choices=[("post", "邮寄 By post"), ("window", "窗口 At the window")],
        widget=forms.RadioSelect,
    )
    parts = forms.MultipleChoiceField(
        label="部分 Parts",
        required=False,
        choices=[("one", "一 One"), ("two", "二 Two")],
        widget=forms.CheckboxSelectMultiple,
    )
    remark = forms.CharField(label="说明 Remark", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    paper = forms.FileField(label="附件 Attachment", required=False)
    is_true = forms.BooleanField(label="以上内容属实 All this is true")


def samples() -> dict[str, object]:
    """The context of `ui/gallery.html`."""
    return {
        **_lists(),
        **_course(),
        "clean_form": SampleForm(),
        "refused_form": SampleForm({"name": "", "number": "0"}),
    }


def _lists() -> dict[str, object]:
    columns = [Column("编号 No."), Column("名称 Name"), Column("状态 State"), Column("天数 Days", is_number=True)]
    rows = [
        Row(
            (
                Cell("A-2026-000001", url="#table"),
                Cell("甲 First", note="第二行 second line"),
                Cell("进行 Running", tone=Tone.INFO),
                5,
            )
        ),
        Row((Cell("A-2026-000002", url="#table"), "乙 Second", Cell("临近 Near", tone=Tone.WARN), 1)),
        Row((Cell("A-2026-000003", url="#table"), "丙 Third", Cell("逾期 Late", tone=Tone.BAD), -2), is_marked=True),
    ]
    return {
        "crumbs": [Crumb("首页 Home", "/"), Crumb("列表 List", "#table"), Crumb("样例 Sample")],
        "columns": columns,
        "rows": rows,
        "tones": [(tone, tone.value) for tone in Tone],
        "definitions": [
            Definition("名称 Name", "样例 Sample", note="附注 A note"),
            Definition("地址 Address", "第一行\n第二行"),
            Definition("链接 Link", "看这里 See here", url="#table"),
        ],
        "files": [FileLink("文件.pdf", "#files", 36_000, "2026-09-25"), FileLink("表格.xlsx", "#files")],
        "figures": [Figure("全部 All", 128), Figure("临近 Near", 7, Tone.WARN), Figure("逾期 Late", 2, Tone.BAD)],
        "choices": [Choice("全部 All", "#all", is_current=True), Choice("我的 Mine", "#mine")],
    }


def _course() -> dict[str, object]:
    days = [_START.date() + timedelta(days=n) for n in range(5)]
    return {
        "steps": [
            Step("填写 Fill in", StepState.DONE),
            Step("核对 Check", StepState.CURRENT, "约五分钟 about five minutes"),
            Step("提交 Send", StepState.AHEAD),
        ],
        "moments": [
            Moment("提交 Sent", _START, "张*", "第一行\n第二行", Tone.GOOD),
            Moment(
                "退回 Returned",
                _START + timedelta(days=1),
                "窗口 3",
                "缺一页 One page is missing",
                Tone.WARN,
                "#files",
                "查看 See",
            ),
            Moment("等待 Waiting", None, tone=Tone.NEUTRAL),
        ],
        "days": [
            Day(days[0], is_counted=False, reason="起算之日不计 The first day is not counted"),
            Day(days[1], is_counted=False, reason="休息日 Weekend"),
            Day(days[2], is_counted=False, reason="休息日 Weekend"),
            Day(days[3], is_counted=True, number=1, reason="工作日 Working day"),
            Day(days[4], is_counted=True, number=2, reason="工作日 Working day"),
        ],
        "due": date(2026, 10, 27),
    }
