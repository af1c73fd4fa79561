# SPDX-License-Identifier: GPL-2.0-or-later
"""`python3 xsplice-core.jar` fetches the native engines into $XDG_CACHE_HOME/xsplice/engines, where the program looks for
them when it is not run from a checkout. Needs no checkout, no root, and installs nothing. `--into DIR`: another folder.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path


def cache():
    """Returns the folder for caches, as the XDG Base Directory Specification has it."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".cache"


def main():
    with tempfile.TemporaryDirectory(prefix="xsplice-") as folder:
        for name in ("fetch", "requirements.txt"):
            # A jar or a folder of classes: the loader of this file reads both.
            packed = __loader__.get_data(os.path.join(sys.path[0], "org", "xsplice", "engine", name))
            Path(folder, name).write_bytes(packed)
        into = ["--into", cache() / "xsplice" / "engines"]
        return subprocess.run([sys.executable, Path(folder, "fetch"), *into, *sys.argv[1:]]).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
