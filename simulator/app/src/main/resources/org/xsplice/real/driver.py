# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs in the first domain of a real Xen: takes steps, looks after each, and writes a line of JSON per event.

usage: driver.py LINE

LINE is a serial line, raw. On it comes one line: in base64, deflated, JSON with "payloads" (base64 by
file name, which become /payloads/NAME) and "steps", a list of commands, each a list of words:
  lp ARGUMENT...               runs xen-livepatch
  raw OPERATION NAME NS FLAGS  one hypercall: apply, revert, replace, unload
  key KEYS                     debug keys
  look                         does nothing
Events: {"ready": true}, {"try": N} before the N-th step (from 1), {"step": N, ...} after it, with what was seen, and
{"done": true}.
"""

import base64
import ctypes
import glob
import json
import os
import sys
import time
import zlib

XENVER_VERSION = 0
XENVER_EXTRAVERSION = 1
AFTER_CALL_S = 0.15
AFTER_KEY_S = 0.2
CONSOLE_CHUNK = 1 << 16
PAYLOADS = "/payloads"
STATES = {1: "CHECKED", 2: "APPLIED"}

libc = ctypes.CDLL(None)
# Its version is that of Xen.
libxenctrl = ctypes.CDLL(glob.glob("/usr/lib/*/libxenctrl.so.4.*")[0], use_errno=True)
libxenctrl.xc_interface_open.restype = ctypes.c_void_p
libxenctrl.xc_interface_open.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint]


class Status(ctypes.Structure):
    """xen_livepatch_status_t."""

    _fields_ = [("state", ctypes.c_uint32), ("rc", ctypes.c_int32)]


class Xen:
    """The hypervisor, through libxenctrl."""

    def __init__(self):
        handle = libxenctrl.xc_interface_open(None, None, 0)
        if not handle:
            sys.exit("driver: no access to the hypervisor")
        self.handle = ctypes.c_void_p(handle)
        self.console_index = ctypes.c_uint32(0)

    def call(self, function, *arguments):
        """Returns (rc, errno)."""
        ctypes.set_errno(0)
        rc = getattr(libxenctrl, function)(self.handle, *arguments)
        return rc, ctypes.get_errno() if rc < 0 else 0

    def console(self):
        """Returns the console's lines since the last call."""
        text = b""
        while True:
            buffer = ctypes.create_string_buffer(CONSOLE_CHUNK)
            length = ctypes.c_uint(CONSOLE_CHUNK)
            rc, _ = self.call(
                "xc_readconsolering", buffer, ctypes.byref(length), 0, 1, ctypes.byref(self.console_index)
            )
            text += buffer.raw[: length.value] if rc == 0 else b""
            if rc != 0 or length.value < CONSOLE_CHUNK:
                return [line.rstrip("\r") for line in text.decode("latin-1").split("\n") if line.rstrip("\r")]

    def payloads(self):
        """Returns name, state and rc of every payload."""
        count, names_size, metadata_size = ctypes.c_uint(), ctypes.c_uint32(), ctypes.c_uint32()
        self.call(
            "xc_livepatch_list_get_sizes", ctypes.byref(count), ctypes.byref(names_size), ctypes.byref(metadata_size)
        )
        number = count.value
        if number == 0:
            return []
        statuses, lengths, metadata_lengths = (Status * number)(), (ctypes.c_uint32 * number)(), (ctypes.c_uint32 * number)()
        names = ctypes.create_string_buffer(names_size.value + 1)
        metadata = ctypes.create_string_buffer(metadata_size.value + 1)
        done, left = ctypes.c_uint(), ctypes.c_uint()
        rc, _ = self.call(
            "xc_livepatch_list", number, 0, statuses, names, lengths, names_size, metadata, metadata_lengths,
            metadata_size, ctypes.byref(done), ctypes.byref(left)
        )
        found, at = [], 0
        for i in range(done.value if rc == 0 else 0):
            name = names.raw[at : at + lengths[i]].split(b"\0")[0].decode("latin-1")
            state = STATES.get(statuses[i].state, str(statuses[i].state))
            found.append({"name": name, "state": state, "rc": statuses[i].rc})
            at += lengths[i]
        return found

    def version(self):
        """Returns the minor version and the extra version."""
        number, _ = self.call("xc_version", XENVER_VERSION, None)
        extra = ctypes.create_string_buffer(16)
        self.call("xc_version", XENVER_EXTRAVERSION, extra)
        return number & 0xFFFF, extra.value.decode("latin-1")


def tool(arguments):
    """Runs xen-livepatch and returns (exit status, stdout, stderr); -1 where a signal ended it."""
    outputs = [os.open(f"/tmp/{name}", os.O_RDWR | os.O_CREAT | os.O_TRUNC) for name in ("stdout", "stderr")]
    words = [b"xen-livepatch", *(word.encode("latin-1") for word in arguments)]
    actions = [(os.POSIX_SPAWN_DUP2, output, number) for number, output in enumerate(outputs, 1)]
    process = os.posix_spawnp("xen-livepatch", words, os.environ, file_actions=actions)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    texts = []
    for output in outputs:
        os.lseek(output, 0, os.SEEK_SET)
        texts.append(os.read(output, 1 << 20).decode("latin-1"))
        os.close(output)
    return max(status, -1), *texts


def take(xen, words):
    """Takes a step and returns what was seen of it."""
    verb, *rest = words
    if verb == "lp":
        return dict(zip(("exit", "stdout", "stderr"), tool(rest)))
    if verb == "raw":
        operation, name, timeout, flags = rest
        name = ctypes.create_string_buffer(name.encode("latin-1"), 512)
        rc, errno = xen.call(f"xc_livepatch_{operation}", name, ctypes.c_uint32(int(timeout)), ctypes.c_uint32(int(flags)))
        time.sleep(AFTER_CALL_S)
        return {"rc": rc, "errno": errno, "strerror": os.strerror(errno) if errno else ""}
    if verb == "key":
        rc, _ = xen.call("xc_send_debug_keys", ctypes.c_char_p(rest[0].encode("latin-1")))
        time.sleep(AFTER_KEY_S)
        return {"rc": rc}
    return {}


def look(xen):
    """Looks at everything, in this order: a look that kills the hypervisor is then the same one each time."""
    seen = {"list_stdout": tool(["list"])[1], "states": xen.payloads()}
    seen["xen_minor"], seen["xen_extra"] = xen.version()
    seen["xen_log"] = xen.console()
    return seen


def errand(line):
    """Waits for what is to be done, and returns the steps; the payloads then are there."""
    received = b""
    while not received.endswith(b"\n"):
        received += os.read(line, 1 << 16)
    asked = json.loads(zlib.decompress(base64.b64decode(received)))
    os.makedirs(PAYLOADS, exist_ok=True)
    for name, content in asked["payloads"].items():
        with open(os.path.join(PAYLOADS, name), "wb") as file:
            file.write(base64.b64decode(content))
    return asked["steps"]


def main():
    line = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
    def tell(event):
        data = (json.dumps(event) + "\n").encode("ascii")
        while data:
            data = data[os.write(line, data) :]
        # The next step may be the hypervisor's last.
        libc.tcdrain(line)

    xen = Xen()
    tell({"ready": True})
    steps = errand(line)
    xen.console()
    for number, words in enumerate(steps, 1):
        tell({"try": number})
        tell({"step": number, **take(xen, words), **look(xen)})
    tell({"done": True})


if __name__ == "__main__":
    main()
