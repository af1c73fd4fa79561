# SPDX-License-Identifier: GPL-2.0-or-later
"""Which packages a real Xen comes from, release by release, and what is taken from each."""

import re
from dataclasses import dataclass

LIBRARIES = "usr/lib/x86_64-linux-gnu"


@dataclass(frozen=True)
class Part:
    """A package with the files of it that are wanted. Paths are those of a system where /bin and /lib are in /usr.

    of_xen: its version is that of the hypervisor, where that is still served.
    """

    package: str
    patterns: tuple
    of_xen: bool = False


@dataclass(frozen=True)
class Release:
    """A release of Xen that Debian has built.

    suite: the release of Debian that has it
    version: of the package, where no other is asked for
    symbols: the package with xen-syms, and the file
    python, ffi: of that release of Debian
    """

    name: str
    suite: str
    version: str
    symbols: tuple
    python: str
    ffi: str

    @property
    def image(self):
        return f"xen-hypervisor-{self.name}-amd64"

    @property
    def hypervisor(self):
        """Each package with {pattern of a file: our name for it}."""
        package, file = self.symbols
        boot = f"boot/xen-{self.name}-amd64"
        wanted = {self.image: {f"{boot}.gz": "xen.gz", f"{boot}.efi": "xen.efi"}}
        wanted.setdefault(package, {})[file] = "xen-syms"
        return wanted

    @property
    def domain(self):
        """The first domain: a shell that sets it up, the client with its libraries, Python, which the driver is written in."""
        python = f"usr/lib/python{self.python}"
        return (
            Part(f"xen-utils-{self.name}", (f"usr/lib/xen-{self.name}/bin/xen-livepatch",), of_xen=True),
            Part(f"libxenmisc{self.name}", (f"{LIBRARIES}/libxenctrl.so.*",), of_xen=True),
            *(
                Part(f"libxen{name}", (f"{LIBRARIES}/*.so.*",), of_xen=True)
                for name in ("call1", "devicemodel1", "evtchn1", "foreignmemory1", "gnttab1", "toolcore1", "toollog1")
            ),
            # Before glibc 2.34 there were more libraries, and their files had its version in their names.
            Part(
                "libc6",
                (
                    "usr/lib64/*",
                    f"{LIBRARIES}/ld-*",
                    *(f"{LIBRARIES}/lib{name}[.-]*" for name in ("c", "dl", "m", "pthread", "util")),
                ),
            ),
            Part("zlib1g", (f"{LIBRARIES}/*.so.*",)),
            Part("libexpat1", (f"{LIBRARIES}/*.so.*",)),
            Part(self.ffi, (f"{LIBRARIES}/*.so.*",)),
            Part(f"python{self.python}-minimal", (f"usr/bin/python{self.python}",)),
            Part(f"libpython{self.python}-minimal", (f"{python}/*",)),
            Part(
                f"libpython{self.python}-stdlib",
                (f"{python}/ctypes/*", f"{python}/json/*", *(f"{python}/lib-dynload/{m}.*" for m in ("_ctypes", "_json"))),
            ),
            Part("busybox-static", ("usr/bin/busybox",)),
        )


def _debug_package(name):
    return f"xen-hypervisor-{name}-amd64-dbg", f"usr/lib/debug/boot/xen-syms-{name}-amd64"


RELEASES = {
    release.name: release
    for release in (
        Release(
            "4.14",
            "bullseye",
            "4.14.6-1",
            ("xen-hypervisor-4.14-amd64", "usr/lib/debug/xen-syms-*[0-9].gz"),
            python="3.9",
            ffi="libffi7",
        ),
        Release("4.17", "bookworm", "4.17.5+72-g01140da4e8-1", _debug_package("4.17"), python="3.11", ffi="libffi8"),
        Release(
            "4.20", "trixie", "4.20.4+63-g7abfd2bce2-0+deb13u1", _debug_package("4.20"), python="3.13", ffi="libffi8"
        ),
    )
}
DEFAULT_RELEASE = "4.17"

# Depends on the kernel of the day.
KERNEL = "linux-image-amd64"
KERNEL_PATTERNS = ("boot/vmlinuz-*", "usr/lib/modules/*/xen-privcmd.ko*")


def release_of(version):
    """Returns the release that a version of a package is of, or None."""
    start = re.match(r"(\d+\.\d+)[.\w+~:-]*$", version)
    return RELEASES.get(start[1]) if start else None
