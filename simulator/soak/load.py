# SPDX-License-Identifier: GPL-2.0-or-later
"""Long-lived processes under load, whose memory and open files are watched."""

import os
import re
import statistics
import subprocess
import time
from pathlib import Path

import commands

MEBI = 1 << 20
PAGE = os.sysconf("SC_PAGE_SIZE")
# The heap is taken at once and as a whole: what grows beside it is a leak, and what grows in it ends in an error.
HEAP = "-Xms384m -Xmx384m -XX:+AlwaysPreTouch -XX:TieredStopAtLevel=4"
GROWTH_MEBIBYTES = 64
GROWTH_SHARE = 0.10
GROWTH_FILES = 4
SAMPLES_MIN = 10
DONE = re.compile(r"^(\d+) cases in ", re.MULTILINE)
SPARE = 30  # seconds that a process has to end after its time


def loads(seed, seconds, folder):
    """Returns name and words of each long-lived process."""
    limit = ["--time-limit", f"{int(seconds)}s"]
    many = ["--cases", "2000000000", "--workers", "1"]
    all_loads = {
        "fuzz of payloads": ["fuzz", "--seed", str(seed), "--kinds", "payloads", *many, *limit],
        "fuzz of the rest": ["fuzz", "--seed", str(seed), "--kinds", "scenarios,choices,images,bootfiles", *many, *limit],
        "sweep": [
            "sweep", "--seed", str(seed % 1000), "--runs", "10000", "--cpus", "1,2,4", "--jobs", "1",
            str(commands.SCENARIOS / "sweep-stolen.yaml"), *limit,
        ],
        "explore": [
            "explore", "--random", "--seed", str(seed % 1000), "--runs", "1000000000", "--jobs", "1",
            str(commands.SCENARIOS / "models/correct.yaml"), *limit,
        ],
    }
    image = commands.ROOT / ".xen/current/xen-syms"
    if image.exists():
        all_loads["compare"] = [
            "compare", "--seed", str(seed), "--cases", "1000000", "--jobs", "1", "--guest", str(image),
            "--write", str(folder / "differences"), *limit,
        ]
    return all_loads


class Process:
    """One of them, with the samples that were taken."""

    def __init__(self, name, words, folder):
        self.name = name
        self.words = words
        self.printed = folder / f"{name}.txt"
        self.samples = []  # (seconds, resident bytes, open files)
        self.began = time.monotonic()
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("XSPLICE_", "MAKE", "MFLAGS"))}
        with open(self.printed, "wb") as output:
            self.process = subprocess.Popen(
                ["nice", "-n", "10", str(commands.ROOT / "xsplice"), *words],
                env=environment | {"XSPLICE_JAVA_OPTS": HEAP},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def java(self):
        """Returns the number of the Java machine's process, which the launcher has started and waits for."""
        number = self.process.pid
        try:
            children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        except OSError:
            return None
        return int(children[0]) if children else None

    def sample(self):
        number = self.java()
        if number is None:
            return
        try:
            resident = int(Path(f"/proc/{number}/statm").read_text().split()[1]) * PAGE
            files = len(os.listdir(f"/proc/{number}/fd"))
        except (OSError, IndexError):
            return
        self.samples.append((time.monotonic() - self.began, resident, files))

    def cases(self):
        done = DONE.search(self.printed.read_text(encoding="utf-8", errors="replace"))
        return int(done[1]) if done else 0

    def ended(self):
        """Waits for its end; returns the exit code, or None where it had to be ended."""
        try:
            return self.process.wait(timeout=SPARE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None

    def growth(self):
        """Returns resident MiB and open files after the warm-up and at the end; None where there are too few samples."""
        if len(self.samples) < SAMPLES_MIN:
            return None
        count = len(self.samples)
        warm = self.samples[count * 4 // 10 : count * 6 // 10]
        last = self.samples[count * 8 // 10 :]
        return (
            int(statistics.median(sample[1] for sample in warm)) // MEBI,
            int(statistics.median(sample[1] for sample in last)) // MEBI,
            int(statistics.median(sample[2] for sample in warm)),
            int(statistics.median(sample[2] for sample in last)),
        )

    def findings(self, code):
        """Yields what must not be."""
        # The time limit ends it with 4; a search may be through before.
        if code not in (0, 4):
            text = self.printed.read_text(encoding="utf-8", errors="replace")
            yield f"{self.name} ended with {code}: " + "\n".join(line for line in text.splitlines() if line.startswith("xsplice: ") or "again:" in line)
        grown = self.growth()
        if grown:
            warm, last, files_warm, files_last = grown
            if last - warm > max(GROWTH_MEBIBYTES, warm * GROWTH_SHARE):
                yield f"{self.name} grew from {warm} to {last} MiB"
            if files_last - files_warm > GROWTH_FILES:
                yield f"{self.name} had {files_warm} open files, then {files_last}"
