"""Translations without gettext's programs: update, compile and check the po files of the contexts.

`python tools/messages.py update [CONTEXT...] | compile | check`
"""

import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import template as template_messages

SOURCE = Path(__file__).resolve().parents[1] / "src" / "yichuang"
KEYWORDS: dict[str, Any] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "pgettext": ((1, "c"), 2),
}
COUNTED = re.compile(r"\{%\s*blocktrans(?:late)?\b[^%]*\bcount\b|\bngettext(?:_lazy)?\(")
HIDDEN = re.compile(r"""\bf["'].*\{gettext\(["']""")
PLACEHOLDER = re.compile(r"\{(\w+)\}|%\((\w+)\)s")


def contexts() -> list[Path]:
    """The packages that have user-facing text."""
    return sorted(path.parent for path in SOURCE.glob("*/__init__.py"))


def po_path(context: Path) -> Path:
    """Where a context keeps its Chinese text. Core has no application of its own: its text is in ui."""
    home = SOURCE / "ui" if context.name == "core" else context
    return home / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def found_in(context: Path) -> set[str]:
    """All translatable strings of a context's Python files and templates."""
    found: set[str] = set()
    for path in sorted(context.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            found |= _strings(path.read_bytes())
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            source = template_messages.templatize(path.read_text(), origin=str(path))
            found |= _strings("\n".join(line.strip() for line in source.splitlines()).encode())
    return found


def _strings(source: bytes) -> set[str]:
    messages: set[str] = set()
    for _line, function, arguments, _comments in extract_python(BytesIO(source), KEYWORDS, [], {"encoding": "utf-8"}):
        given: object = arguments  # one string, or one for each argument
        texts = [given] if isinstance(given, str) else [text for text in arguments or () if text]
        if function == "pgettext":
            texts = texts[1:]
        messages |= {text for text in texts[:1] if text}
    return messages


def read(path: Path) -> Catalog:
    """The catalogue of a po file; an empty one where there is none."""
    if not path.exists():
        return Catalog(locale="zh_Hans", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def update(names: list[str]) -> int:
    """Add missing strings to the po files, drop those no longer used."""
    homes: dict[Path, set[str]] = {}
    for context in contexts():
        homes.setdefault(po_path(context), set()).update(found_in(context))
    for path, wanted in homes.items():
        if not wanted or (names and path.parts[-5] not in names):
            continue
        catalog = read(path)
        fresh = Catalog(locale="zh_Hans", charset="utf-8", project="yichuang")
        for text in sorted(wanted):
            known = catalog.get(text)
            fresh.add(text, string=known.string if known else "", flags=known.flags - {"fuzzy"} if known else ())
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, fresh, omit_header=False, sort_output=True, width=120, ignore_obsolete=True)
        missing = sum(1 for message in fresh if message.id and not message.string)
        print(f"{path.relative_to(SOURCE)}: {len(wanted)} strings, {missing} to translate")
    return 0


def compile_all() -> int:
    """Write the mo file beside each po file."""
    for path in sorted(SOURCE.rglob("*.po")):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))
    return 0


def check() -> int:
    """Fail on a string without translation or with other placeholders than its source."""
    wrong: list[str] = []
    translated: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.po")):
        for message in read(path):
            if message.id and isinstance(message.id, str):
                known = translated.setdefault(message.id, str(message.string))
                if known != message.string and message.string:  # Django merges the files: one would win silently
                    wrong.append(f"{path.relative_to(SOURCE)}: {message.id!r} is also translated as {known!r}")
                if _placeholders(message.id) != _placeholders(str(message.string)) and message.string:
                    wrong.append(f"{path.relative_to(SOURCE)}: other placeholders: {message.id!r}")
    for context in contexts():
        wrong += [
            f"{context.name}: not translated: {text!r}"
            for text in sorted(found_in(context))
            if not translated.get(text)
        ]
    # Chinese has one form, so entries with plurals are not kept: whoever counts chooses between two strings.
    wrong += [
        f"{path.relative_to(SOURCE)}: counts by plural forms: choose between two strings instead"
        for path in sorted((*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")))
        if COUNTED.search(path.read_text())
    ]
    wrong += [
        f"{path.relative_to(SOURCE)}: gettext inside an f-string is not seen: name its answer first"
        for path in sorted(SOURCE.rglob("*.py"))
        if HIDDEN.search(path.read_text())
    ]
    print("\n".join(wrong) or "all strings are translated")
    return 1 if wrong else 0


def _placeholders(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def main() -> int:
    """Run the command that was asked for."""
    settings.configure(USE_I18N=True)
    command, names = (sys.argv[1:2] or ["check"])[0], sys.argv[2:]
    actions = {"update": lambda: update(names), "compile": compile_all, "check": check}
    if command not in actions:
        print(__doc__)
        return 2
    return actions[command]()


if __name__ == "__main__":
    sys.exit(main())
