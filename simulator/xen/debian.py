# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian packages, downloaded and opened by whoever may write to a folder: no root, nothing installed."""

import fnmatch
import gzip
import hashlib
import lzma
import os
import re
import shutil
import subprocess
import tarfile
import time
from pathlib import Path

ARCHITECTURE = "amd64"  # of what is fetched, whatever this machine is
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
INDEX = re.compile(r"'(?P<site>\S+)/dists/(?P<suite>[^/]+)/InRelease'")
# Suites of Debian, and those that belong to one.
SUITE = re.compile(r"(bullseye|bookworm|trixie|forky|duke|sid|(?:oldold|old)?stable|testing|unstable)(?P<kin>-\w+)?$")


class Failure(Exception):
    """Something could not be had; the text says why, for people."""


class NotServed(Failure):
    """The package servers were asked and do not have it."""


def need_tools():
    """Raises a Failure where this machine has no Debian package tools."""
    for tool, package in (("apt-get", "apt"), ("apt-cache", "apt"), ("dpkg-deb", "dpkg")):
        if not shutil.which(tool):
            raise Failure(f"{tool} is missing. It comes with Debian and its kin (package {package}); elsewhere run this "
                          "in a Debian container")


class Packages:
    """Debian's packages as this machine's apt knows them, or, where its lists are old or absent or of another release of
    Debian, from lists of our own, in a folder of their own: this machine's are left alone."""

    def __init__(self, work, say, suite):
        self.work = Path(work)
        self.say = say
        self.suite = suite
        self.options = ["-o", "APT::Sandbox::User=root", "-o", "Acquire::Retries=1"]
        self.own_lists = False

    def download(self, wanted):
        """Downloads (name, version or None) pairs and returns the archives, in that order."""
        folder = self.work / "archives"
        folder.mkdir(exist_ok=True)
        words = [f"{name}={version}" if version else name for name, version in wanted]
        status, output = self._apt(["apt-get", "download", *words], "downloading", folder)
        if status != 0 and not self.own_lists:
            self._update()
            status, output = self._apt(["apt-get", "download", *words], "downloading", folder)
        if status != 0:
            errors = [line[3:] for line in output.splitlines() if line.startswith("E: ")]
            raise NotServed("; ".join(errors) or "apt-get download failed without a reason")
        return [self._archive(folder, *pair) for pair in wanted]

    @staticmethod
    def _archive(folder, name, version):
        # In file names a colon is written %3a.
        written = re.escape(version.replace(":", "%3a")) if version else "[^_]+"
        pattern = re.compile(rf"{re.escape(name)}_{written}_\w+\.deb$")
        return next(path for path in sorted(folder.iterdir()) if pattern.match(path.name))

    def versions(self, name):
        """Returns the versions of a package that are served, newest first."""
        _, output = self._apt(["apt-cache", "madison", name], "reading the package lists")
        rows = [[cell.strip() for cell in line.split("|")] for line in output.splitlines()]
        return list(dict.fromkeys(row[1] for row in rows if len(row) == 3 and row[0] == name))

    def dependencies(self, name):
        """Returns the names that the newest version of a package depends on."""
        _, output = self._apt(["apt-cache", "show", "--no-all-versions", name], "reading the package lists")
        lines = [line[9:] for line in output.splitlines() if line.startswith("Depends: ")]
        return [re.split(r"[ (:|]", entry.strip())[0] for line in lines for entry in line.split(",")]

    def _apt(self, command, doing, folder=None):
        return run([command[0], *self.options, *command[1:]], doing, self.say, cwd=folder)

    def _update(self):
        """Fetches the lists of the suite into the work folder, as if nothing were installed here."""
        self.say(f"this machine's package lists do not do; fetching those of Debian's {self.suite} for this run")
        self.own_lists = True
        own = self.work / "apt"
        for name in ("lists/partial", "cache/archives/partial", "none"):
            (own / name).mkdir(parents=True)
        (own / "status").touch()
        sources = self._sources()
        if sources:
            (own / "sources.list").write_text("".join(f"{line}\n" for line in sources))
            self._set(Dir__Etc__sourcelist=own / "sources.list", Dir__Etc__sourceparts=own / "none")
        self._set(Dir__State__lists=own / "lists", Dir__State__status=own / "status", Dir__Cache=own / "cache",
                  Dir__Etc__preferences=own / "none", Dir__Etc__preferencesparts=own / "none",
                  APT__Architecture=ARCHITECTURE, APT__Architectures__=ARCHITECTURE)
        _, output = self._apt(["apt-get", "update"], "reading Debian's package lists")
        if not any((own / "lists").glob("*Packages*")):
            errors = [line[3:] for line in output.splitlines() if line[:3] in ("E: ", "W: ")]
            raise Failure("Debian's package lists cannot be had: " + (errors[0] if errors else "apt-get update brings none"))

    def _set(self, **options):
        self.options += [word for name, value in options.items() for word in ("-o", f"{name.replace('__', '::')}={value}")]

    def _sources(self):
        """Returns lines for the suite at the sites where this machine has another one from."""
        _, output = self._apt(["apt-get", "--print-uris", "update"], "reading the names of package servers")
        return sources(output, self.suite, KEYRING if os.path.exists(KEYRING) else None)


def sources(indexes, suite, keyring):
    """Returns the lines of a sources.list for a suite and its security updates.

    indexes: what `apt-get --print-uris update` says; the lines are for those of its sites that have suites of Debian
    """
    option = f"[signed-by={keyring}] " if keyring else ""
    found = ((index["site"], SUITE.match(index["suite"])) for index in INDEX.finditer(indexes))
    kin = [(site, match["kin"] or "") for site, match in found if match]
    return list(dict.fromkeys(f"deb {option}{site} {suite}{part} main" for site, part in kin if part in ("", "-security")))


def run(command, doing, say, **kwargs):
    """Runs a command to its end, saying every ten seconds what is being waited for."""
    started = time.monotonic()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "LC_ALL": "C"}, **kwargs
    )
    while True:
        try:
            output, _ = process.communicate(timeout=10)
            return process.returncode, output
        except subprocess.TimeoutExpired:
            say(f"  still {doing} ({time.monotonic() - started:.0f} s)")


def field(archive, name):
    """Returns a field of a package's description."""
    return subprocess.run(["dpkg-deb", "-f", archive, name], check=True, capture_output=True, text=True).stdout.strip()


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def unpack(archive, patterns, target):
    """Unpacks those members of a package that match one of the patterns ("boot/xen*"), and returns their paths.

    What older packages have in /bin and /lib is taken to be in /usr, where newer ones have it. Regular files and symbolic
    links only; links are not followed, and nothing lands outside the target.
    """
    unpacked = []
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE) as process:
        with tarfile.open(fileobj=process.stdout, mode="r|") as members:
            for member in members:
                name = re.sub(r"^(?=(bin|lib|lib64)/)", "usr/", os.path.normpath(member.name))
                if name.startswith(("/", "..")) or not any(fnmatch.fnmatchcase(name, p) for p in patterns):
                    continue
                path = target / name
                if member.isfile():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    with open(path, "wb") as file:
                        shutil.copyfileobj(members.extractfile(member), file)
                    path.chmod(member.mode & 0o755)
                elif member.issym():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.symlink_to(member.linkname)
                else:
                    continue
                unpacked.append(name)
    if process.returncode != 0:
        raise Failure(f"dpkg-deb cannot open {Path(archive).name}")
    return unpacked


def place(packed, target):
    """Moves a file to its place, unpacked where it is compressed and its new name does not say so."""
    packed, target = Path(packed), Path(target)
    opener = {".gz": gzip.open, ".xz": lzma.open}.get(packed.suffix)
    target.parent.mkdir(parents=True, exist_ok=True)
    if opener is None or target.suffix == packed.suffix:
        os.replace(packed, target)
        return
    with opener(packed) as source, open(target, "wb") as file:
        shutil.copyfileobj(source, file)
    packed.unlink()
