// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.host.PlaneKind;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;

/** A small conformance folder of the embedded guest and its payloads, with what that guest does. */
record CaseFolder(Path root) {
    private static final String UPLOADS = """
            [
             {"name": "hello", "what": "as it is", "outcome": "accepted", "log": []},
             {"name": "bad_magic", "what": "no ELF file", "outcome": "refused", "errno": -22, "errno_name": "EINVAL",
              "log": ["livepatch: m: Not an ELF payload"]},
             {"name": "link0", "what": "symbol table without strings", "outcome": "panic", "log": [],
              "panic": ["RIP:    e008:[<ffff82d040224e6b>] livepatch_elf_load+0x29b/0x650", "Panic on CPU 1:",
               "FATAL PAGE FAULT", "Faulting linear address: 0000000000000004"]}
            ]
            """;
    private static final String APPLIES = """
            [
             {"scenario": "apply_hello", "initial_xen_extra": ".0-embedded", "steps": [
              {"cmd": "lp upload m /payloads/mut/hello.livepatch", "exit": 0, "signal": 0, "stderr": "",
               "stdout": "Uploading /payloads/mut/hello.livepatch... completed\\n", "xen_minor": 17,
               "xen_extra": ".0-embedded", "states": [{"name": "m", "state": "CHECKED", "rc": 0}], "xen_log": []},
              {"cmd": "raw apply m", "rc": 0, "errno": 0, "strerror": "", "xen_extra": "Hello World!",
               "xen_log": ["(XEN) livepatch: m: Verifying enabled expectations for all functions",
                "(XEN) livepatch: m: Applying 1 functions", "(XEN) livepatch: m finished APPLY with rc=0"]},
              {"cmd": "end", "states": [], "xen_extra": ".0-embedded"}]},
             {"scenario": "apply_death", "steps": [
              {"cmd": "lp list", "exit": 0, "stdout": "Nothing to list\\n"}],
              "crash": {"during": "lp upload m /payloads/mut/link0.livepatch", "killed": "xen panic", "console_tail":
               ["(XEN) RIP:    e008:[<ffff82d040224e6b>] livepatch_elf_load+0x29b/0x650", "(XEN) Panic on CPU 1:",
                "(XEN) FATAL PAGE FAULT", "(XEN) Faulting linear address: 0000000000000004"]}}
            ]
            """;
    private static final String LIFECYCLE = """
            [
             {"scenario": "shell_and_burst", "steps": [
              {"cmd": "sh xl info | grep extra", "exit": 0, "stdout": "xen_extra: anything\\n", "states": []},
              {"cmd": "sh cp /payloads/xen_hello_world.livepatch /tmp/h.x; xen-livepatch upload h /tmp/h.x", "exit": 0,
               "stdout": "Uploading /tmp/h.x... completed\\n", "states": [{"name": "h", "state": "CHECKED", "rc": 0}]},
              {"cmd": "burst apply h get h", "burst": [
               {"op": "apply", "name": "h", "rc": 0, "errno": 0, "get_state": 0, "get_rc": 0},
               {"op": "get", "name": "h", "rc": 0, "errno": 0, "get_state": 2, "get_rc": 0}]},
              {"cmd": "raw unload h", "rc": -1, "errno": 22, "strerror": "Invalid argument"},
              {"cmd": "raw apply h 1 0", "rc": 0, "errno": 0},
              {"cmd": "raw get x", "rc": -1, "errno": 2, "get_state": 0, "get_rc": 0},
              {"cmd": "key h", "rc": 0, "xen_log": ["(XEN) whatever a booted machine says"]},
              {"cmd": "lp upload h /payloads/none", "exit": 1, "stdout": "",
               "stderr": "Could not open /payloads/none.\\nError 2: No such file or directory\\n"},
              {"cmd": "end", "states": []}]}
            ]
            """;

    /** Writes the whole folder. */
    static CaseFolder write(Path root) throws IOException {
        byte[] hello = Fixtures.payload("plain", "xen_hello_world", Profiles.XEN_4_17);
        Files.createDirectories(root.resolve("payloads"));
        Files.createDirectories(root.resolve("mutants"));
        Files.copy(Fixtures.path("guests/plain/xen-syms"), root.resolve("xen-syms"));
        Files.write(root.resolve("payloads/xen_hello_world.livepatch"), hello);
        Files.write(root.resolve("mutants/hello.livepatch"), hello);
        byte[] badMagic = hello.clone();
        badMagic[1] = 'X';
        Files.write(root.resolve("mutants/bad_magic.livepatch"), badMagic);
        Files.write(root.resolve("mutants/link0.livepatch"), withoutStrings(hello));
        Files.writeString(root.resolve("mutants-upload.json"), UPLOADS);
        Files.writeString(root.resolve("mutants-apply.json"), APPLIES);
        Files.writeString(root.resolve("lifecycle.json"), LIFECYCLE);
        return new CaseFolder(root);
    }

    /** Lets the symbol table's sh_link be 0. */
    private static byte[] withoutStrings(byte[] payload) {
        byte[] damaged = payload.clone();
        ByteBuffer file = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
        int headers = (int) file.getLong(40);
        for (int i = 0; i < file.getShort(60); i++) {
            int header = headers + i * 64;
            if (file.getInt(header + 4) == Elf.SHT_SYMTAB) {
                file.putInt(header + 40, 0);
            }
        }
        return damaged;
    }

    /** Changes an expectation; the text must be there. */
    CaseFolder falsify(String file, String text, String instead) throws IOException {
        String content = Files.readString(root.resolve(file));
        if (!content.contains(text)) {
            throw new AssertionError(text + " is not in " + file);
        }
        Files.writeString(root.resolve(file), content.replace(text, instead));
        return this;
    }

    CaseFolder delete(String file) throws IOException {
        Files.delete(root.resolve(file));
        return this;
    }

    /** Runs it with some known differences. */
    Outcome run(String... known) throws IOException, BadFolderException {
        Path file = root.resolve("known.yaml");
        Files.writeString(file, known.length == 0 ? "differences: []" : "differences:\n" + String.join("\n", known));
        List<String> lines = new ArrayList<>();
        Summary summary = Conformance.open(root, file, PlaneKind.MODEL).run(lines::add, CaseProgress.NONE);
        return new Outcome(lines, summary);
    }

    record Outcome(List<String> lines, Summary summary) {}
}
