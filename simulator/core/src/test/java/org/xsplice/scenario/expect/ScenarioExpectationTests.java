// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.run.ScenarioResult;
import org.xsplice.scenario.run.Verdict;

/** Every kind of expectation, met and not met. */
class ScenarioExpectationTests {
    @TempDir
    private Path folder;

    private void meets(String steps) {
        ScenarioResult result = Scenarios.run(folder, Scenarios.HELLO_AND_BYE + steps.indent(2));
        assertThat(Scenarios.differences(result)).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    }

    private void misses(String steps, String... differences) {
        ScenarioResult result = Scenarios.run(folder, Scenarios.HELLO_AND_BYE + steps.indent(2));
        assertThat(Scenarios.differences(result)).containsExactly(differences);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void errno() {
        meets("""
                - apply: bye
                  expect: {errno: EINVAL}
                - apply: nobody
                  expect: {errno: -2}
                - apply: hello
                  expect: {errno: ok}
                """);
        misses("""
                - apply: bye
                  expect: {errno: EBUSY}
                """, "6: result of apply bye", "- -EBUSY (Device or resource busy)", "+ -EINVAL (Invalid argument)");
        misses("""
                - apply: hello
                  expect: {errno: EINVAL}
                """, "6: result of apply hello", "- -EINVAL (Invalid argument)", "+ ok");
    }

    @Test
    void strictRefusal() {
        String strict = "strict: true\n" + Scenarios.HELLO_AND_BYE;
        String revert = "  - revert: hello\n";
        assertThat(Scenarios.run(folder, strict + revert + "    expect: {strict: 1}\n")
                        .verdict())
                .isEqualTo(Verdict.PASSED);
        assertThat(Scenarios.differences(Scenarios.run(folder, strict + revert + "    expect: {strict: 2}\n")))
                .containsExactly("7: strict mode's refusal of revert hello", "- quirk 2", "+ quirk 1");
        assertThat(Scenarios.differences(Scenarios.run(folder, strict + revert)))
                .containsExactly("6: result of revert hello", "- ok", "+ strict mode refused it (quirk 1)");
        misses("""
                - revert: hello
                  expect: {strict: 1}
                """, "6: strict mode's refusal of revert hello", "- quirk 1", "+ strict mode did not refuse it");
    }

    @Test
    void whateverTheResultIs() {
        meets("""
                - apply: bye
                  expect: {errno: any}
                - apply: hello
                  expect: {errno: any, state: APPLIED}
                - busy: {cpu: 1, for: 50ms}
                - wait: 10us
                - revert: hello
                  expect: {rc: any, state: APPLIED}
                - revert: hello
                  expect: {errno: ok, rc: any, state: CHECKED}
                """);
        misses("""
                - apply: bye
                  expect: {rc: any}
                """, "5: result of apply bye", "- ok", "+ -EINVAL (Invalid argument)");
    }

    @Test
    void successThatGoesWithoutSaying() {
        misses("- apply: bye\n", "5: result of apply bye", "- ok", "+ -EINVAL (Invalid argument)");
        misses("""
                - busy: {cpu: 1, for: 50ms}
                - wait: 10us
                - apply: hello
                """, "7: rc of hello", "- ok", "+ -EBUSY (Device or resource busy)");
        misses("""
                - busy: {cpu: 1, for: 50ms}
                - busy: {cpu: 1, for: 50ms}
                """, "6: result of busy cpu 1 for 50ms", "- ok", "+ CPU 1 is still in its last hypercall");
    }

    @Test
    void rc() {
        meets("""
                - busy: {cpu: 1, for: 50ms}
                - wait: 10us
                - apply: hello
                  expect: {errno: ok, rc: EBUSY}
                - apply: {name: hello, wait: false}
                  expect: {rc: EAGAIN}
                """);
        misses("""
                - apply: hello
                  expect: {rc: EBUSY}
                """, "6: rc of hello", "- -EBUSY (Device or resource busy)", "+ ok");
        misses("""
                - unload: hello
                  expect: {rc: ok}
                """, "6: rc of hello", "- ok", "+ no payload is called hello");
    }

    @Test
    void state() {
        meets("""
                - apply: hello
                  expect: {state: APPLIED, states: {bye: CHECKED, other: absent}}
                - apply: bye
                  expect: {states: {hello: {state: APPLIED, rc: ok}, bye: {state: APPLIED}}}
                """);
        misses(
                """
                - apply: hello
                  expect:
                    state: CHECKED
                    states:
                      bye: absent
                      other: APPLIED
                      hello: {state: APPLIED, rc: EAGAIN}
                """,
                "7: state of hello",
                "- CHECKED",
                "+ APPLIED",
                "9: state of bye",
                "- absent",
                "+ CHECKED",
                "10: state of other",
                "- APPLIED",
                "+ absent",
                "11: state of hello",
                "- APPLIED, rc -EAGAIN (Resource temporarily unavailable)",
                "+ APPLIED, rc ok");
    }

    @Test
    void consoleOfAStep() {
        meets("""
                - apply: bye
                  expect:
                    errno: EINVAL
                    console: ["(XEN) livepatch: bye: check against hypervisor build-id failed"]
                - apply: hello
                  expect:
                    console: ["...", "/^livepatch: hello: Applying \\\\d+ functions$/", "..."]
                - revert: hello
                  expect: {console: [/Reverting/, livepatch: hello finished REVERT with rc=0]}
                - list:
                  expect: {console: []}
                """.replace("[/Reverting/, livepatch: hello finished REVERT with rc=0]", """
                [/Reverting/, "livepatch: hello finished REVERT with rc=0"]""".strip()));
    }

    @Test
    void consoleThatSaysSomethingElse() {
        misses(
                """
                - apply: hello
                  expect:
                    console:
                      - first
                      - "livepatch: hello: Applying 1 functions"
                      - "livepatch: hello finished APPLY with rc=1"
                      - "..."
                """,
                "8: console",
                "- first",
                "+ livepatch: hello: Verifying enabled expectations for all functions",
                "  livepatch: hello: Applying 1 functions",
                "- livepatch: hello finished APPLY with rc=1",
                "  livepatch: hello finished APPLY with rc=0",
                "  ...");
        misses("""
                - list:
                  expect: {console: [something]}
                """, "6: console", "- something");
    }

    @Test
    void consoleSinceItWasLookedAtLast() {
        meets("""
                - apply: {name: hello, wait: false}
                - wait: 1ms
                - expect: {console: ["/Verifying/", "/Applying/", "/finished/"], state: APPLIED}
                - expect: {console: []}
                """.replace(", state: APPLIED", ""));
    }

    @Test
    void returned() {
        meets("""
                - call: xen_extra_version
                  expect: {returns: .0-embedded}
                - call: {function: xen_extra_version, returns: string}
                  expect: {returns: ".0-embedded"}
                - call: xen_minor_version
                  expect: {returns: 17}
                - call: {function: do_xen_version, args: [1, 0], returns: int}
                  expect: {returns: -14}
                - call: {function: do_busy, args: [0x123456789], returns: long}
                  expect: {returns: 0x123456789}
                - call: {function: do_busy, args: [1], returns: none}
                """.replace("[0x123456789]", "[0]").replace("0x123456789", "0"));
        misses("""
                - call: xen_extra_version
                  expect: {returns: Bye World!}
                """, "6: what xen_extra_version() returned", "- \"Bye World!\"", "+ \".0-embedded\"");
        misses("""
                - call: xen_minor_version
                  expect: {returns: "17"}
                """, "6: what xen_minor_version() returned", "- \"17\"", "+ 17");
        misses(
                """
                - call: {function: xen_minor_version, returns: string}
                  expect: {returns: text}
                """,
                "6: what xen_minor_version() returned",
                "- \"text\"",
                "+ 0x0000000000000011, which does not point to a string");
    }

    @Test
    void bytes() {
        meets("""
                - apply: hello
                  expect:
                    bytes:
                      - {at: xen_extra_version, hex: "e9 ?? ?? ?? ??"}
                      - {at: xen_extra_version+5, hex: 0000C3}
                """);
        misses("""
                - expect:
                    bytes: {at: xen_extra_version, hex: "48 8d 06 ??"}
                """, "6: bytes at xen_extra_version", "- 48 8d 06 ??", "+ 48 8d 05 b1");
        misses("""
                - expect:
                    bytes: {at: 0x1000, hex: "00"}
                """, "6: bytes at 0x1000", "- 00", "+ not mapped");
    }

    @Test
    void disassembly() {
        meets("""
                - expect:
                    disassembly: {at: xen_extra_version, code: [/^lea rax, .rip/, ret]}
                """.replace("[/^lea rax, .rip/, ret]", "[\"/^lea rax, .rip/\", ret]"));
        misses(
                """
                - apply: hello
                  expect:
                    disassembly:
                      - {at: xen_extra_version, code: [ret]}
                      - {at: 0x1000, code: [nop]}
                """,
                "8: disassembly at xen_extra_version",
                "- ret",
                "+ jmp 0xffff82d040292000",
                "9: disassembly at 0x1000",
                "- nop");
    }

    @Test
    void text() {
        meets("""
                - expect: {text: original}
                - apply: hello
                  expect: {text: patched}
                - revert: hello
                  expect: {text: original}
                """);
        misses("""
                - apply: hello
                  expect: {text: original}
                """, "6: the hypervisor's text", "- original", "+ patched");
    }

    @Test
    void death() {
        meets("""
                - call: {function: do_console_io, args: [0, 1, 0x1000]}
                  expect: {dies: true}
                - expect: {text: original}
                """);
        meets("""
                - call: {function: do_console_io, args: [0, 1, 0x1000]}
                  expect: {dies: FATAL PAGE FAULT}
                """);
        meets("""
                - call: {function: do_console_io, args: [0, 1, 0x1000]}
                  expect: {dies: "/PAGE FAULT at do_console_io/"}
                """);
        misses("""
                - call: xen_minor_version
                  expect: {dies: true}
                """, "6: the hypervisor's death", "- it dies", "+ it lives");
    }

    @Test
    void deathOfSomethingElse() {
        ScenarioResult result = Scenarios.run(folder, """
                version: 1
                steps:
                  - call: {function: do_console_io, args: [0, 1, 0x1000]}
                    expect: {dies: invalid opcode}
                """);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(Scenarios.differences(result))
                .startsWith("4: the hypervisor's death", "- /invalid opcode/")
                .hasSize(3)
                .last()
                .asString()
                .startsWith("+ FATAL PAGE FAULT at do_console_io");
    }
}
