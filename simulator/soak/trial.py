# SPDX-License-Identifier: GPL-2.0-or-later
"""One trial: a command under a bad condition, and what must hold afterwards."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import commands
import conditions

HANGS = 120  # seconds; the machine may be busy with the long-lived processes
GONE = 5  # seconds that what it has started may outlive it
PRINTED_MAX = 4 << 20
BUGS = ["bug in the simulator", "hs_err", "A fatal error has been detected", "Exception in thread"]
TRACE = re.compile(r"^\s+at [\w.$/]+\([\w.]*(:\d+)?\)$", re.MULTILINE)
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\ufeff]")


@dataclass(frozen=True)
class Outcome:
    """What came of a trial: the exit code, and one line for each thing that must not be."""

    number: int
    condition: str
    command: str
    code: int
    seconds: float
    findings: list
    printed: str


def environment(temporary, more):
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("XSPLICE_", "MAKE", "MFLAGS"))}
    return kept | {"TMPDIR": str(temporary)} | more


def shell(setup):
    words = shlex.join([str(commands.ROOT / "xsplice"), *setup.words])
    # exec: a signal goes to the program and not to the shell before it, where there is no pipe.
    run = words if "|" in setup.suffix else f"exec {words}"
    return f"{setup.prefix}{run}{setup.suffix}"


def carried_out(setup, work, temporary):
    """Runs it; returns the exit code, or None where it had to be ended, what goes on of it, and what it printed."""
    process = subprocess.Popen(
        ["bash", "-c", shell(setup)],
        cwd=work,
        env=environment(temporary, setup.environment),
        stdin=subprocess.DEVNULL,
        # A pipe: a limit on the size of files must not keep it from saying what is wrong.
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    printed = bytearray()
    reader = threading.Thread(target=collect, args=(process.stdout, printed), daemon=True)
    reader.start()
    code = awaited(process, setup)
    left = processes(process.pid)
    patience = time.monotonic() + GONE
    while left and time.monotonic() < patience:
        time.sleep(0.1)
        left = processes(process.pid)
    if left:
        os.killpg(process.pid, signal.SIGKILL)
    reader.join(GONE)
    return code, left, bytes(printed)


def collect(stream, printed):
    while part := stream.read1(1 << 16):
        if len(printed) < PRINTED_MAX:
            printed += part
    stream.close()


def awaited(process, setup):
    try:
        if setup.kill is not None:
            try:
                return process.wait(timeout=setup.delay)
            except subprocess.TimeoutExpired:
                process.send_signal(setup.kill)
        return process.wait(timeout=HANGS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None


def processes(group):
    """Returns the processes of a group."""
    left = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[2]) == group and fields[0] != "Z":
                    left.append(int(entry.name))
            except (OSError, IndexError, ValueError):
                continue
    return left


def looked_at(setup, command, code, folder, temporary, printed):
    """Yields what must not be."""
    if code is None:
        yield f"it did not end within {HANGS} s"
    elif code not in setup.codes:
        yield f"exit code {code}, allowed are {sorted(setup.codes)}"
    text = printed.decode("utf-8", "replace")
    for bug in BUGS:
        if bug in text:
            yield f"it says: {bug}"
    if TRACE.search(text):
        yield "it prints a trace of Java"
    if match := OBEYED.search(text):
        yield f"it prints the character {ord(match[0]):x}"
    if code not in (0, None) and code > 0 and code not in (141, 128 + 9, 128 + 15, 128 + 2) and not text.strip():
        if "2>&-" not in setup.suffix:
            yield f"exit code {code}, and it does not say why"
    work = folder / "work"
    for left in work.iterdir():
        yield f"it left {left.name} in the current folder"
    if not setup.leaves:
        for left in temporary.iterdir():
            yield f"it left {left.name} in the temporary folder"
        for left in folder.glob("*out?*"):
            yield f"it left {left.name} beside its output"
    out = folder / "out"
    if out.exists() and command.out:
        try:
            command.out(out)
        except (ValueError, OSError) as e:
            yield f"its output is not whole: {e}"


def ordinary(temporary, work):
    """Yields what is wrong with an ordinary run."""
    process = subprocess.run(
        [commands.ROOT / "xsplice", "run", "--quiet", commands.HELLO],
        cwd=work,
        env=environment(temporary, {}),
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    if process.returncode != 0:
        yield f"an ordinary run ends with {process.returncode}: {process.stderr.strip()}"


def run(seed, number):
    """Carries out a trial in a folder of its own, which is removed."""
    folder = Path(tempfile.mkdtemp(prefix="xsplice-soak-"))
    try:
        temporary, work = folder / "tmp", folder / "work"
        temporary.mkdir()
        work.mkdir()
        name, command, setup = conditions.chosen(seed, number, folder)
        start = time.monotonic()
        code, left, content = carried_out(setup, work, temporary)
        seconds = time.monotonic() - start
        if (folder / "printed").is_file():
            content += (folder / "printed").read_bytes()[:PRINTED_MAX]
        findings = list(looked_at(setup, command, code, folder, temporary, content))
        findings += [f"process {pid} outlives it" for pid in left]
        findings += ordinary(temporary, work)
        line = f"{setup.prefix}{shlex.join(setup.words)}{setup.suffix}"
        if setup.environment:
            line = " ".join(f"{key}={shlex.quote(value)}" for key, value in setup.environment.items()) + " " + line
        return Outcome(number, name, line, code, seconds, findings, content.decode("utf-8", "replace"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
