"""The picture and the table of a case's states, written from the one table of transitions.

`python tools/states.py write | check`
"""

import sys
from pathlib import Path

from yichuang.cases.rules import LAW_OF, Act, State
from yichuang.cases.rules.states import (
    APPLICANT_ACTS,
    CLOSED_STATES,
    INSTANT_TRANSITIONS,
    KEEPING_ACTS,
    OPEN_STATES,
    RIGHT_OF,
    TRANSITIONS,
    right_for,
)
from yichuang.catalogue.rules import CaseType

TARGET = Path(__file__).resolve().parents[1] / "docs" / "developers" / "states.md"
Transition = tuple[State | None, Act, State, CaseType]
HEAD = """# States of a case

Written by `tools/states.py` from `cases.rules.states`; change the table there, then run `make docs`.
Dotted arrows hold only for items that are decided on the spot (即办件).
"""


def transitions() -> list[Transition]:
    """Every transition in the order of the tables; those for all items first."""
    usual = [(before, act, after, CaseType.PROMISED) for (before, act), after in TRANSITIONS.items()]
    return usual + [(before, act, after, CaseType.INSTANT) for (before, act), after in INSTANT_TRANSITIONS.items()]


def picture() -> str:
    """The transitions as a mermaid diagram."""
    lines = ["```mermaid", "flowchart TD", "  start((start))"]
    for state in State:
        shape = f'(["{state.label}"])' if state in CLOSED_STATES else f'["{state.label}"]'
        lines.append(f"  {state.value}{shape}")
    for before, act, after, case_type in transitions():
        arrow = "-.->" if case_type is CaseType.INSTANT else "-->"
        lines.append(f'  {before.value if before else "start"} {arrow}|"{act.label}"| {after.value}')
    return "\n".join([*lines, "```"])


def table() -> str:
    """The transitions as a table with right, law and who may do it."""
    lines = ["| From | Act | To | Right | Law |", "|---|---|---|---|---|"]
    for before, act, after, case_type in transitions():
        right = f"`{right_for(act, case_type)}`" + (" or the applicant" if act in APPLICANT_ACTS else "")
        spot = ", on the spot" if case_type is CaseType.INSTANT else ""
        start = f"`{before}`" if before else "–"
        lines.append(f"| {start} | `{act}`{spot} | `{after}` | {right} | {', '.join(LAW_OF[act])} |")
    return "\n".join(lines)


def keeping() -> str:
    """The acts that leave an open case in its state, as a list."""
    lines = []
    for act in (act for act in Act if act in KEEPING_ACTS):
        law = f"; {', '.join(LAW_OF[act])}" if LAW_OF[act] else ""
        lines.append(f"- `{act}` ({act.label}): `{RIGHT_OF[act]}`{law}")
    return "\n".join(lines)


def document() -> str:
    """The whole page."""
    opened = ", ".join(f"`{state}`" for state in OPEN_STATES)
    closed = ", ".join(f"`{state}`" for state in CLOSED_STATES)
    keep = f"In every open state, and leaving it as it is:\n\n{keeping()}"
    return f"{HEAD}\n{picture()}\n\n{table()}\n\n{keep}\n\nOpen: {opened}.\n\nClosed: {closed}.\n"


def main() -> int:
    """Write the page, or fail when it is not what the table says."""
    command = (sys.argv[1:] or ["check"])[0]
    if command == "write":
        TARGET.write_text(document(), encoding="utf-8")
        return 0
    if command != "check":
        print(__doc__)
        return 2
    is_same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == document()
    print("the states page is up to date" if is_same else "docs/developers/states.md is out of date: run make docs")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
