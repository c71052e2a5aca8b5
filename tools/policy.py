"""The page about local rules, written from the rules themselves; the example beside it is read as a centre's file would be.

`python tools/policy.py write | check`
"""

import sys
import tomllib
from pathlib import Path

from yichuang.cases.rules.policy import DEFAULT_POLICY, local_rules, read_policy

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "operations" / "policy.md"
EXAMPLE = ROOT / "examples" / "policy.toml"
HEAD = """# Local rules

Written by `tools/policy.py` from `cases.rules.policy`; change the rules there, then run `make docs`.

What the law leaves to the place is configuration. A centre writes what differs from the defaults into a TOML file and names it in
`YICHUANG_POLICY`; [examples/policy.toml](../../examples/policy.toml) is one. Where the law sets a limit to the agency, the place may be quicker,
never slower: what goes beyond is refused.

- `yichuang policy` prints every rule with its value, its default, and whether the file says so; with `--json` for programs.
- `yichuang check` names each rule in the file that is unknown or not allowed (`config.E012`); with one of them `yichuang serve` and
  `yichuang jobs` do not start.
- The rules hold for a process from its start. Restart all after a change. They count for what happens from then on; the due dates of open cases
  are counted by the new rules at their next act, or when a calendar changes.

Terms are working days, written as `5wd`; outcomes and procedures by their codes.
"""
CLOCKS = """
`stopped_clocks` is a table. A procedure that is not named in the file keeps its default:
"""


def document() -> str:
    """The whole page."""
    rules = local_rules(DEFAULT_POLICY)
    lines = ["| Rule | Default | Allowed | What it says |", "|---|---|---|---|"]
    for one in rules:
        default = "see below" if ";" in one.default else f"`{one.default}`"
        lines.append(f"| `{one.name}` | {default} | {one.allowed} | {one.description} |")
    (clocks,) = [one.default for one in rules if one.name == "stopped_clocks"]
    table = ["| Procedure | Clocks it stops |", "|---|---|"]
    table += [f"| `{name}` | {stopped} |" for name, stopped in (line.split(": ") for line in clocks.split("; "))]
    return "\n".join([HEAD, *lines, CLOCKS, *table, ""])


def main() -> int:
    """Write the page, or fail when it is not what the rules say."""
    command = (sys.argv[1:] or ["check"])[0]
    read_policy(tomllib.loads(EXAMPLE.read_text(encoding="utf-8")))
    if command == "write":
        TARGET.write_text(document(), encoding="utf-8")
        return 0
    if command != "check":
        print(__doc__)
        return 2
    is_same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == document()
    print("the page of local rules is up to date" if is_same else f"{TARGET} is out of date: run make docs")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
