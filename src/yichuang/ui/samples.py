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
    FlowBox,
    Moment,
    Row,
    Series,
    Sort,
    Stat,
    Step,
    StepState,
    Tone,
)

EVIL = '<script>alert("1")</script>'
LONG = "示例省示例市示例区大峡谷乡第一居民委员会下属社区综合服务与便民利民设施建设管理办公室（筹备）"
_START = datetime(2026, 9, 25, 8, 30, tzinfo=UTC)


class SeveralFiles(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class SampleFilter(forms.Form):
    """A question to a list."""

    state = forms.ChoiceField(
        label="状态 State", required=False, choices=[("", "全部 All"), ("open", "进行 Running"), ("late", "逾期 Late")]
    )
    since = forms.DateField(label="起始 Since", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    word = forms.CharField(label="词 Word", required=False)


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
    scans = forms.FileField(label="扫描件 Scans", required=False, widget=SeveralFiles)
    is_true = forms.BooleanField(label="以上内容属实 All this is true")


def samples() -> dict[str, object]:
    """The context of `ui/gallery.html`."""
    return {
        **_lists(),
        **_course(),
        **_drawn(),
        **_strange(),
        "clean_form": SampleForm(),
        "refused_form": SampleForm({"name": "", "number": "0"}),
    }


def _lists() -> dict[str, object]:
    columns = [
        Column("编号 No.", sort_url="?order=number", sort=Sort.ASCENDING),
        Column("名称 Name"),
        Column("状态 State"),
        Column("天数 Days", is_number=True, sort_url="?order=days"),
    ]
    rows = [
        Row(
            (
                Cell("A-2026-000001", url="#table"),
                Cell("甲 First", note="第二行 second line"),
                Cell("进行 Running", tone=Tone.INFO),
                5,
            ),
            key="1",
        ),
        Row((Cell("A-2026-000002", url="#table"), "乙 Second", Cell("临近 Near", tone=Tone.WARN), 1), key="2"),
        Row(
            (Cell("A-2026-000003", url="#table"), "丙 Third", Cell("逾期 Late", tone=Tone.BAD), -2),
            is_marked=True,
            key="3",
        ),
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


def _drawn() -> dict[str, object]:
    return {
        "months": [f"{month}月" for month in range(1, 13)],
        "series": [
            Series("收件 Received", (120, 132, 101, 134, 190, 230, 210, 182, 191, 234, 290, 330)),
            Series("办结 Closed", (110, 122, 99, 130, 170, 221, None, 175, 180, 225, 270, 301)),
        ],
        "stats": [
            Stat("我的 Mine", 12, url="#table"),
            Stat("今天到期 Due today", 3, url="#table", note="最早 10:30", tone=Tone.WARN),
            Stat("逾期 Late", 1, url="#table", tone=Tone.BAD),
            Stat("今天办结 Closed today", 0),
        ],
        "flow": [
            FlowBox("提交 Send", "申请人 Applicant"),
            FlowBox("受理 Accept", "窗口人员 Window clerk", "当场 at once"),
            FlowBox("审查 Review", "审查人员 Reviewer", "3个工作日", "可能现场核查"),
            FlowBox("决定 Decide", "审批人员 Official", "2个工作日"),
            FlowBox("送达 Deliver", "窗口人员 Window clerk", "当场 at once"),
        ],
    }


def _strange() -> dict[str, object]:
    """Text that breaks careless pages: long names, rare characters, marks of right-to-left writing, script."""
    names = ["㐀𠮷", LONG, "\u202eabc\u202c \u200fمرحبا\u200e 123", EVIL, "Wolfeschlegelsteinhausenbergerdorff" * 2]
    return {
        "strange_columns": [Column("名称 Name"), Column("状态 State")],
        "strange_rows": [Row((Cell(name, url="#strange", note=name), Cell(name, tone=Tone.INFO))) for name in names],
        "strange": [Definition(name, name) for name in names],
        "strange_form": SampleForm({"name": LONG * 2, "remark": EVIL}),
        "long": LONG,
        "evil": EVIL,
    }
