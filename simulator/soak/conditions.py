# SPDX-License-Identifier: GPL-2.0-or-later
"""Bad conditions under which commands are tried, and which exit codes each of them allows."""

import os
import random
import re
import signal
from dataclasses import dataclass, field
from pathlib import Path

import commands

MISSING = 4
USAGE = 2
CLOSED_PIPE = 141
LOCALES = ["ar_EG.UTF-8", "tr_TR.UTF-8", "fa_IR", "ne_NP", "C", "POSIX", "ja_JP.eucJP", "no_such_locale", ""]
ZONES = ["Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns", "Nowhere/Nowhere", ""]
LANGUAGES = ["ar -Duser.country=EG", "fa -Duser.country=IR", "my -Duser.country=MM", "tr -Duser.country=TR"]


@dataclass
class Setup:
    """How a command is started.

    prefix: a piece of shell before it, and suffix one after it
    codes: exit codes that are allowed; of a process that a signal ends, minus its number
    kill: the signal that it gets after delay seconds, or None
    leaves: whether temporary files may stay behind, as after a SIGKILL
    """

    words: list
    codes: set
    prefix: str = ""
    suffix: str = ""
    environment: dict = field(default_factory=dict)
    kill: int | None = None
    delay: float = 0.0
    leaves: bool = False


def start(command, words):
    return Setup(words=words, codes={command.usual})


def plain(chance, command, words, folder):
    return start(command, words)


def killed(number):
    def condition(chance, command, words, folder):
        setup = start(command, words)
        setup.kill = number
        setup.delay = chance.uniform(0.0, 3.0)
        # The launcher's code where it waits for Java, Java's own, or none: it was over before.
        setup.codes |= {-number, 128 + number, MISSING}
        setup.leaves = True
        return setup

    return condition


def limited(what, values, more):
    def condition(chance, command, words, folder):
        setup = start(command, words)
        setup.prefix = f"ulimit -{what} {chance.choice(values)} || exit 99; "
        setup.codes |= more
        return setup

    return condition


def small_file(chance, command, words, folder):
    setup = start(command, words)
    setup.prefix = f"ulimit -f {chance.choice([0, 1, 2, 4, 16])}; "
    setup.suffix = f" >{folder}/printed"
    setup.codes |= {USAGE, MISSING}
    return setup


def redirected(suffix, more):
    def condition(chance, command, words, folder):
        setup = start(command, words)
        setup.suffix = suffix
        setup.codes = {command.usual} if command.usual else set(more)
        return setup

    return condition


def closed_pipe(chance, command, words, folder):
    setup = start(command, words)
    setup.prefix = "set -o pipefail; "
    setup.suffix = f" | head -c {chance.choice([0, 1, 10, 1000])} >/dev/null"
    setup.codes |= {CLOSED_PIPE}
    return setup


def nowhere(chance, command, words, folder):
    """The output cannot be written: no such folder, a file where a folder should be, a folder of the kernel's."""
    setup = start(command, words)
    (folder / "file").write_text("a file\n")
    place = chance.choice([folder / "missing/out", folder / "file/out", Path("/proc/out"), Path("/dev/full")])
    setup.words = [str(place) if word == str(folder / "out") else word for word in words]
    setup.codes = {USAGE}
    return setup


def abroad(chance, command, words, folder):
    setup = start(command, words)
    setup.environment = {"LC_ALL": chance.choice(LOCALES), "LANG": chance.choice(LOCALES), "TZ": chance.choice(ZONES)}
    if chance.random() < 0.5:
        setup.environment["XSPLICE_JAVA_OPTS"] = f"-Duser.language={chance.choice(LANGUAGES)}"
    return setup


def no_temporary(chance, command, words, folder):
    setup = start(command, words)
    setup.environment = {"TMPDIR": chance.choice([str(folder / "missing"), "/proc", "/dev/null", ""])}
    return setup


def strange_input(chance, command, words, folder):
    setup = start(command, words)
    fifo = folder / "fifo"
    os.mkfifo(fifo)
    devices = [Path(name) for name in ("/dev/zero", "/dev/full", "/dev/null", "/proc/self/mem")]
    strange = chance.choice([fifo, folder / "none", *devices])
    setup.words = [str(strange) if word == str(command.input) else word for word in words]
    setup.codes = {USAGE}
    return setup


def damaged_input(chance, command, words, folder):
    setup = start(command, words)
    content = bytearray(command.input.read_bytes())
    if command.input.suffix == ".yaml":
        # Its payloads are found from where it is.
        content = bytearray(re.sub(rb"(?<!/)\.\./", str(command.input.parent).encode() + b"/../", content))
    for _ in range(chance.randint(1, 8)):
        content = hurt(chance, content) or bytearray(1)
    damaged = folder / ("damaged" + command.input.suffix)
    damaged.write_bytes(content)
    setup.words = [str(damaged) if word == str(command.input) else word for word in words]
    setup.codes |= {0, 1, 2, 3}
    return setup


def hurt(chance, content):
    at = chance.randrange(len(content))
    kind = chance.randrange(4)
    if kind == 0:
        content[at] ^= 1 << chance.randrange(8)
    elif kind == 1:
        content[at : at + 8] = b"\xff" * 8
    elif kind == 2:
        del content[at : at + chance.randint(1, 4096)]
    else:
        del content[at + 1 :]
    return content


def java_options(chance, command, words, folder):
    options, more = chance.choice(
        [
            ("-Xint", set()),
            ("-XX:TieredStopAtLevel=4", set()),
            ("-XX:-TieredCompilation", set()),
            ("-XX:+UseParallelGC", {MISSING}),
            ("-Xshare:off", set()),
            ("-Xmx24m", {USAGE, MISSING}),
            ("-Xmx8m", {USAGE, MISSING}),
            ("-Xss256k", set()),
            ("-XX:NoSuchFlag", {MISSING}),
            ("-Xmx1", {MISSING}),
            ("-XX:MaxMetaspaceSize=12m", {USAGE, MISSING}),
        ]
    )
    setup = start(command, words)
    setup.environment = {"XSPLICE_JAVA_OPTS": options}
    setup.codes |= more
    return setup


ALL = {
    "nothing": plain,
    "SIGKILL": killed(signal.SIGKILL),
    "SIGTERM": killed(signal.SIGTERM),
    "SIGINT": killed(signal.SIGINT),
    "little memory": limited("v", [200_000, 500_000, 1_000_000, 2_000_000, 3_000_000, 6_000_000], {MISSING}),
    # With fewer, the shell that the launcher is written for does not start.
    "few files": limited("n", [11, 12, 20, 31, 32, 40, 64], {MISSING}),
    "small files": small_file,
    "full output": redirected(" >/dev/full", {USAGE}),
    "closed output": redirected(" >&-", {USAGE}),
    "closed errors": redirected(" 2>&-", {0}),
    "closed input": redirected(" <&-", {0}),
    "closed pipe": closed_pipe,
    "output nowhere": nowhere,
    "abroad": abroad,
    "no temporary folder": no_temporary,
    "strange input": strange_input,
    "damaged input": damaged_input,
    "Java options": java_options,
}


# Which commands fit a condition, where not all do.
NEEDS = {
    nowhere: lambda command: command.out,
    strange_input: lambda command: command.input,
    damaged_input: lambda command: command.input,
}


def chosen(seed, number, folder):
    """Returns the condition's name, the command, and how it is started: the same for equal seed and number."""
    chance = random.Random(f"{seed}/{number}")
    name = list(ALL)[number % len(ALL)]
    fit = [each for each in commands.SHORT if ALL[name] not in NEEDS or NEEDS[ALL[name]](each)]
    command = chance.choice(fit)
    words = [{"INPUT": str(command.input), "OUT": str(folder / "out")}.get(word, word) for word in command.words]
    return name, command, ALL[name](chance, command, words, folder)
