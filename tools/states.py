"""The pictures and the tables of a case's states, written from the one table of transitions.

`python tools/states.py write | check`
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from yichuang.cases.rules import LAW_OF, Act, Standing, State
from yichuang.cases.rules.transitions import (
    APPLICANT_ACTS,
    CLOSED_STATES,
    INSTANT_TRANSITIONS,
    KEPT,
    OPEN_STATES,
    STANDINGS,
    SYSTEM_ACTS,
    TO_ARCHIVE,
    TRANSITIONS,
    UNDECIDED,
    UNDER_DECISION,
    right_for,
)
from yichuang.catalogue.rules import CaseType

TARGET = Path(__file__).resolve().parents[1] / "docs" / "developers" / "states.md"
Transition = tuple[State | None, Act, State, CaseType]
HEAD = """# States of a case

Written by `tools/states.py` from `cases.rules.transitions`; change the tables there, then run `make docs`.
"""
PICTURE = """## The road

Dotted arrows hold only for items that are decided on the spot (即办件). An arrow from the frame around several states leads from each of
them; acts that leave the state as it is are listed below.
"""
STANDING = """## What was granted

Beside its state a case has a standing: what holds of that which it granted, whatever became of the case since. An act in this picture
is possible in these standings only.
"""
TABLE = """## Every act in every state
"""
KEEPING = """## Acts that leave the state as it is
"""
_FRAMES = {
    "undecided": ("Undecided", UNDECIDED),
    "under": ("Under decision", UNDER_DECISION),
    "ended": ("To be archived", TO_ARCHIVE),
}


def transitions() -> list[Transition]:
    """Every transition in the order of the tables; those for all items first."""
    usual = [(before, act, after, CaseType.PROMISED) for (before, act), after in TRANSITIONS.items()]
    return usual + [(before, act, after, CaseType.INSTANT) for (before, act), after in INSTANT_TRANSITIONS.items()]


def picture() -> str:
    """The transitions as a mermaid diagram; what leads from a whole group of states is drawn once."""
    lines = ["```mermaid", "flowchart TD", "  start((start))"]
    lines += _frame("undecided", [state for state in UNDECIDED if state not in UNDER_DECISION], inner="under")
    lines += [_box(state) for state in OPEN_STATES if state not in UNDECIDED]
    lines += [*_frame("ended", TO_ARCHIVE), _box(State.ARCHIVED)]
    drawn = set[str]()
    for before, act, after, case_type in transitions():
        if before is after:
            continue
        arrow = "-.->" if case_type is CaseType.INSTANT else "-->"
        line = f'  {_from(before, act, after)} {arrow}|"{act.label}"| {after.value}'
        lines += [line] if line not in drawn else []
        drawn.add(line)
    return "\n".join([*lines, "```"])


def _from(before: State | None, act: Act, after: State) -> str:
    """The state, or the smallest frame from all of whose states the act leads to the same one."""
    for name in ("under", "undecided", "ended"):
        states = _FRAMES[name][1]
        wider = name == "under" and all(TRANSITIONS.get((state, act)) is after for state in UNDECIDED)
        if before in states and not wider and all(TRANSITIONS.get((state, act)) is after for state in states):
            return name
    return before.value if before else "start"


def _box(state: State) -> str:
    return f'  {state.value}(["{state.label}"])' if state in CLOSED_STATES else f'  {state.value}["{state.label}"]'


def _frame(name: str, states: Iterable[State], inner: str = "") -> list[str]:
    title, _states = _FRAMES[name]
    within = _frame(inner, _FRAMES[inner][1]) if inner else []
    return [f'  subgraph {name}["{title}"]', *("  " + line for line in (*map(_box, states), *within)), "  end"]


def standings() -> str:
    """What may become of a grant, as a mermaid diagram."""
    lines = ["```mermaid", "flowchart LR"]
    lines += [f'  {one.name.lower()}["{one.label}"]' for one in Standing]
    arrows: dict[tuple[Standing, Standing], list[str]] = {}
    for (before, act), after in STANDINGS.items():
        arrows.setdefault((before, after), []).append(act.label)
    for (before, after), acts in arrows.items():
        lines.append(f'  {before.name.lower()} -->|"{", ".join(acts)}"| {after.name.lower()}')
    return "\n".join([*lines, "```"])


def table() -> str:
    """The transitions as a table with right, law and who may do it; those that change the state."""
    lines = ["| From | Act | To | Right | Law |", "|---|---|---|---|---|"]
    for before, act, after, case_type in transitions():
        if before is after:
            continue
        spot = ", on the spot" if case_type is CaseType.INSTANT else ""
        start = f"`{before}`" if before else "–"
        lines.append(f"| {start} | `{act}`{spot} | `{after}` | {_who(act, case_type)} | {', '.join(LAW_OF[act])} |")
    return "\n".join(lines)


def keeping() -> str:
    """The acts that leave a case in its state: in which states, by whom, by which law."""
    lines = ["| Act | In | Right | Law |", "|---|---|---|---|"]
    for act, states in KEPT.items():
        within = "every open state" if states == OPEN_STATES else ", ".join(f"`{state}`" for state in states)
        lines.append(f"| `{act}` | {within} | {_who(act)} | {', '.join(LAW_OF[act])} |")
    return "\n".join(lines)


def _who(act: Act, case_type: CaseType = CaseType.PROMISED) -> str:
    if act in SYSTEM_ACTS:
        return "by law, when the day has passed"
    return f"`{right_for(act, case_type)}`" + (" or the applicant" if act in APPLICANT_ACTS else "")


def document() -> str:
    """The whole page."""
    opened = ", ".join(f"`{state}`" for state in OPEN_STATES)
    closed = ", ".join(f"`{state}`" for state in CLOSED_STATES)
    parts = [HEAD, PICTURE, picture(), STANDING, standings(), TABLE, table(), KEEPING, keeping()]
    return "\n".join(f"{part.rstrip()}\n" for part in [*parts, f"Open: {opened}.", f"Closed: {closed}."])


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
