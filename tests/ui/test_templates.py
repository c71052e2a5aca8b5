"""What holds for every template of the project."""

import re
from pathlib import Path

import pytest

import yichuang

SOURCE = Path(yichuang.__file__).parent
TEMPLATES = sorted(path for path in SOURCE.rglob("*.html") if "templates" in path.parts)
STATIC = re.compile(r"""{%\s*static\s+['"]([^'"]+)['"]""")
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)

FORBIDDEN = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE),
    "htmx event attribute": re.compile(r"\bhx-on[:-]", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "other host": re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE),
    "data address": re.compile(r"""(?:src|href)\s*=\s*["']data:""", re.IGNORECASE),
    "unescaped text": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
}

SAMPLES = {
    "style attribute": '<p class="a" style="color: red">',
    "style element": "<style>p {}</style>",
    "event attribute": '<a href="#" onclick="go()">',
    "htmx event attribute": '<a hx-on:click="go()">',
    "inline script": "<script>go()</script>",
    "script address": '<a href="javascript:go()">',
    "other host": '<script src="https://cdn.example/x.js"></script>',
    "data address": '<img src="data:image/png;base64,AA">',
    "unescaped text": "{{ text|safe }}",
}


def without_csrf(text: str) -> list[str]:
    """The posting forms in the text that carry no token."""
    posts = [form for form in FORM.findall(text) if re.search(r"""method\s*=\s*["']post""", form, re.IGNORECASE)]
    return [form for form in posts if "{% csrf_token %}" not in form]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_each_forbidden_thing_is_recognised(name: str) -> None:
    assert FORBIDDEN[name].search(SAMPLES[name])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(path: Path) -> None:
    text = path.read_text()

    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


def test_a_form_without_token_is_recognised() -> None:
    assert without_csrf('<form method="post"></form>') == ['<form method="post"></form>']
    assert without_csrf('<form method="get"></form>') == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_form_that_posts_carries_a_token(path: Path) -> None:
    assert without_csrf(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_static_file_that_is_named_exists(path: Path) -> None:
    named = STATIC.findall(path.read_text())

    assert [name for name in named if not (SOURCE / name.split("/")[0] / "static" / name).is_file()] == []


def test_every_sign_that_is_used_is_drawn() -> None:
    drawn = set(re.findall(r'symbol id="(\w+)"', (SOURCE / "ui/static/ui/img/icons.svg").read_text()))
    used = {name for path in TEMPLATES for name in re.findall(r'{%\s*icon\s+"(\w+)"', path.read_text())}

    assert used - drawn == set()


@pytest.mark.parametrize("path", sorted((SOURCE / "ui/static/ui").rglob("*.css")), ids=lambda path: path.name)
def test_style_sheets_load_nothing_from_elsewhere(path: Path) -> None:
    assert re.findall(r"""url\(\s*["']?(?:https?:)?//""", path.read_text()) == []
    assert "sourceMappingURL" not in path.read_text()
