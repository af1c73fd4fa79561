# SPDX-License-Identifier: GPL-2.0-or-later
"""Which packages a real Xen comes from, and what is taken from each."""

from dataclasses import dataclass

RELEASE = "4.17"
DEFAULT_VERSION = "4.17.5+72-g01140da4e8-1"
LIBRARIES = "usr/lib/x86_64-linux-gnu"


@dataclass(frozen=True)
class Part:
    """A package with the files of it that are wanted.

    of_xen: its version is that of the hypervisor, where that is still served.
    """

    package: str
    patterns: tuple
    of_xen: bool = False


HYPERVISOR = (
    Part(f"xen-hypervisor-{RELEASE}-amd64", (f"boot/xen-{RELEASE}-amd64.gz",), of_xen=True),
    Part(f"xen-hypervisor-{RELEASE}-amd64-dbg", (f"usr/lib/debug/boot/xen-syms-{RELEASE}-amd64",), of_xen=True),
)

# Names of ours for what those two have.
HYPERVISOR_FILES = {
    f"boot/xen-{RELEASE}-amd64.gz": "xen.gz",
    f"usr/lib/debug/boot/xen-syms-{RELEASE}-amd64": "xen-syms",
}

PYTHON = "3.11"  # of the Debian release that has Xen 4.17

# The first domain: a shell that sets it up, the client with its libraries, and Python, which the driver is written in.
DOMAIN = (
    Part(f"xen-utils-{RELEASE}", (f"usr/lib/xen-{RELEASE}/bin/xen-livepatch",), of_xen=True),
    Part(f"libxenmisc{RELEASE}", (f"{LIBRARIES}/libxenctrl.so.*",), of_xen=True),
    *(
        Part(f"libxen{name}", (f"{LIBRARIES}/*.so.*",), of_xen=True)
        for name in ("call1", "devicemodel1", "evtchn1", "foreignmemory1", "gnttab1", "toolcore1", "toollog1")
    ),
    Part("libc6", ("lib64/*", *(f"lib/x86_64-linux-gnu/{name}" for name in ("ld-*", "libc.so.*", "libm.so.*")))),
    Part("zlib1g", ("lib/x86_64-linux-gnu/*.so.*",)),
    Part("libexpat1", ("lib/x86_64-linux-gnu/*.so.*", f"{LIBRARIES}/*.so.*")),
    Part("libffi8", (f"{LIBRARIES}/*.so.*",)),
    Part(f"python{PYTHON}-minimal", (f"usr/bin/python{PYTHON}",)),
    Part(f"libpython{PYTHON}-minimal", (f"usr/lib/python{PYTHON}/*",)),
    Part(
        f"libpython{PYTHON}-stdlib",
        (
            f"usr/lib/python{PYTHON}/ctypes/*",
            f"usr/lib/python{PYTHON}/json/*",
            f"usr/lib/python{PYTHON}/lib-dynload/_ctypes.*",
            f"usr/lib/python{PYTHON}/lib-dynload/_json.*",
        ),
    ),
    Part("busybox-static", ("bin/busybox",)),
)

# Depends on the kernel of the day.
KERNEL = "linux-image-amd64"
KERNEL_PATTERNS = ("boot/vmlinuz-*", "lib/modules/*/xen-privcmd.ko*")
