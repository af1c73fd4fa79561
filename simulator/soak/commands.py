# SPDX-License-Identifier: GPL-2.0-or-later
"""The short commands that trials run, each with what it ends with where nothing is wrong."""

import json
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FIXTURES = ROOT / "fixtures"
SCENARIOS = FIXTURES / "scenarios"
PAYLOAD = FIXTURES / "payloads/plain/xen_hello_world.livepatch"
GUEST = FIXTURES / "guests/plain/xen-syms"


@dataclass(frozen=True)
class Command:
    """A command line of the program.

    words: what stands after ./xsplice; OUT is where the trial wants the output, INPUT the file that may be damaged
    usual: exit code where nothing is wrong
    input: the file that INPUT stands for, if there is one
    out: whether it writes OUT, and the function that raises where that is not whole
    """

    words: tuple
    usual: int = 0
    input: Path | None = None
    out: object = None

    def __str__(self):
        return " ".join(self.words)


def is_json(path):
    json.loads(path.read_text(encoding="utf-8"))


def is_sweep(path):
    for file in path.iterdir():
        if file.name == "sweep.json":
            is_json(file)
        elif not file.read_text(encoding="utf-8").endswith("\n"):
            raise ValueError(f"{file.name} is cut short")


def is_scenario(path):
    if "choices:" not in path.read_text(encoding="utf-8"):
        raise ValueError("not a whole scenario")


HELLO = SCENARIOS / "hello-bye.yaml"

SHORT = [
    Command(("run", "INPUT"), input=HELLO),
    Command(("run", "--events", "INPUT"), input=SCENARIOS / "awkward-cpus.yaml"),
    Command(("run", "--timeline", "--cpus", "8", "INPUT"), input=SCENARIOS / "replace.yaml"),
    Command(("run", "INPUT"), input=SCENARIOS / "lp.yaml"),
    Command(("run", "--quiet", str(SCENARIOS / "labs")), usual=1),
    Command(("run", "--trace", "OUT", "INPUT"), input=HELLO, out=is_json),
    Command(("inspect", "INPUT"), input=PAYLOAD),
    Command(("inspect", "--json", "INPUT"), input=PAYLOAD),
    Command(("inspect", "--guest", "INPUT", str(PAYLOAD)), input=GUEST),
    Command(("image", "--json", "INPUT"), input=GUEST),
    Command(
        ("sweep", "--runs", "1", "--cpus", "1", "--timeout", "1ms", "--jobs", "1", "--out", "OUT", "INPUT"),
        input=SCENARIOS / "sweep-stolen.yaml",
        out=is_sweep,
    ),
    Command(
        ("explore", "--jobs", "1", "--write", "OUT", "INPUT"),
        usual=1,
        input=SCENARIOS / "labs/unmask-omitted-broken.yaml",
        out=is_scenario,
    ),
    Command(("sweep", "--runs", "1", "--cpus", "1,2", "--jobs", "1", "INPUT"), input=SCENARIOS / "sweep-stolen.yaml"),
    Command(("fuzz", "--seed", "1", "--cases", "60", "--workers", "1", "--kinds", "payloads"), usual=0),
    Command(("doctor",), usual=0),
    Command(("help", "run"), usual=0),
]
