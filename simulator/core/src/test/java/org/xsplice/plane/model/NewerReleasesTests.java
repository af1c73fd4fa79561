// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.errno.Errno;
import org.xsplice.event.ByteString;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;
import org.xsplice.plane.Flaw;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.SysctlCall;
import org.xsplice.profile.AlternativeLayout;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;

/** What newer releases do otherwise at an upload and a LIST: docs/releases.md, by the numbers of its rows. */
class NewerReleasesTests {
    private static final ByteString OTHER = ByteString.of(new byte[] {1, 2, 3, 4});

    private final EventLog log = new EventLog();

    private static Profile release(String name) {
        return Profiles.named(name).orElseThrow();
    }

    private static byte[] code(int... bytes) {
        byte[] code = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            code[i] = (byte) bytes[i];
        }
        return code;
    }

    private ModelPlane host(Profile profile) {
        return Fixtures.host("plain", profile, 1, log);
    }

    private static PayloadBuilder payload(ModelPlane host, byte... text) {
        return PayloadBuilder.of(host.profile())
                .builtFor(host.hypervisor().image().buildId())
                .replaceByName("xen_extra_version", 8, text);
    }

    private List<String> console() {
        return log.since(0, EventData.ConsoleLine.class)
                .map(EventData.ConsoleLine::line)
                .toList();
    }

    private static Outcome errno(Errno errno) {
        return new Outcome.Returned(errno.rc());
    }

    /** Row 14: before an unknown symbol is looked up, and with the two ids. */
    @Test
    void thePayloadOfAnotherHypervisorIsFoundOutFirst() {
        byte[] file;
        try (ModelPlane host = host(release("4.20"))) {
            PayloadBuilder builder =
                    PayloadBuilder.of(host.profile()).builtFor(OTHER).replaceByName("no_such_function", 8, code(0xc3));
            file = builder.build();
            assertThat(host.upload("m", file)).isEqualTo(errno(Errno.EINVAL));
            assertThat(console())
                    .containsExactly(
                            "livepatch: m: build-id mismatch:",
                            "\u00a0 livepatch: 01020304",
                            "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0 xen: "
                                    + host.hypervisor().image().buildId());
        }
        try (ModelPlane host = host(release("4.19.0"))) {
            assertThat(host.upload("m", file)).isEqualTo(errno(Errno.ENOENT));
        }
    }

    /** Row 10. */
    @ParameterizedTest
    @CsvSource({
        "4, 0, 5, 93, ENOSPC, 'replacement size 0x5 larger than origin 0x4'",
        "200, 100, 1, 93, ENOSPC, 'origin size 0x12c bigger than buffer 0xfe'",
        "4, 0, 1, 700, ERANGE, 'feature 0x2bc outside of featureset range 0x2a0'",
    })
    void impossibleAlternativesAreRefused(
            int origLen, int padLen, int replLen, int feature, Errno errno, String problem) {
        try (ModelPlane host = host(release("4.20"))) {
            Outcome outcome = host.upload("m", withAlternative(host, origLen, padLen, replLen, feature));
            assertThat(outcome).isEqualTo(errno(errno));
            assertThat(console()).anyMatch(line -> line.matches("Alt for [0-9a-f]{16}, " + problem));
            assertThat(console()).contains("livepatch: m applying alternatives failed: " + errno.rc());
        }
        try (ModelPlane host = host(release("4.18.3"))) {
            assertThat(host.upload("m", withAlternative(host, origLen, padLen, replLen, feature)))
                    .isInstanceOf(Outcome.Died.class);
        }
    }

    private static byte[] withAlternative(ModelPlane host, int origLen, int padLen, int replLen, int feature) {
        PayloadBuilder builder = payload(host, new byte[300]);
        byte[] entry = new byte[host.profile().alternatives().size()];
        entry[AlternativeLayout.CPUID] = (byte) feature;
        entry[AlternativeLayout.CPUID + 1] = (byte) (feature >>> 8);
        entry[AlternativeLayout.ORIG_LEN] = (byte) origLen;
        entry[AlternativeLayout.REPL_LEN] = (byte) replLen;
        entry[AlternativeLayout.PAD_LEN] = (byte) padLen;
        int replacement = builder.object()
                .section(ObjectSection.progbits(
                        ".altinstr_replacement", Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 1, new byte[8]));
        int table = builder.object().section(ObjectSection.progbits(".altinstructions", Elf.SHF_ALLOC, 1, entry));
        SymbolRef text = builder.object().symbol(ObjectSymbol.section(1));
        SymbolRef repl = builder.object().symbol(ObjectSymbol.section(replacement));
        builder.object()
                .relocate(table, AlternativeLayout.ORIG, Elf.R_X86_64_PC32, text, 0)
                .relocate(table, AlternativeLayout.REPL, Elf.R_X86_64_PC32, repl, 0);
        return builder.build();
    }

    /** Row 13: a pointer to the payload's own code, one that is NULL, and what is no such call. */
    @ParameterizedTest
    @CsvSource({"true, 0xff15, 2ee8faffffff", "false, 0xff15, 0f0b0f0b0f0b", "true, 0x9090, ''"})
    void alternativeCallsAreMadeDirect(boolean target, String opcode, String expected) {
        int start = Integer.decode(opcode);
        try (ModelPlane host = host(release("4.21"))) {
            PayloadBuilder builder = payload(host, code(start >> 8, start & 0xff, 0, 0, 0, 0, 0xc3));
            int pointer =
                    builder.object().section(ObjectSection.progbits(".rodata.pointer", Elf.SHF_ALLOC, 8, new byte[8]));
            int table =
                    builder.object().section(ObjectSection.progbits(".alt_call_sites", Elf.SHF_ALLOC, 4, new byte[4]));
            SymbolRef text = builder.object().symbol(ObjectSymbol.section(1));
            SymbolRef data = builder.object().symbol(ObjectSymbol.section(pointer));
            builder.object().relocate(1, 2, Elf.R_X86_64_PC32, data, -4).relocate(table, 0, Elf.R_X86_64_PC32, text, 0);
            if (target) {
                builder.object().relocate(pointer, 0, Elf.R_X86_64_64, text, 0);
            }
            Outcome outcome = host.upload("m", builder.build());
            if (expected.isEmpty()) {
                assertThat(outcome).isEqualTo(errno(Errno.EINVAL));
                assertThat(console())
                        .anyMatch(line -> line.matches("Altcall for [0-9a-f]{16} \\[90 90 .*] not CALL \\*RIPREL"))
                        .contains("livepatch: m: Applying alternative calls failed: -22");
            } else {
                assertThat(outcome).isEqualTo(new Outcome.Returned(0));
                long at = host.hypervisor().symbols().require("__2M_rwdata_end") + 0x9000;
                assertThat(ByteString.of(host.hypervisor().memory().read(at, 6)).toString())
                        .isEqualTo(expected.substring(0, 12));
            }
        }
    }

    /** Rows 17 and 18. */
    @ParameterizedTest
    @CsvSource({
        "4.18, PAD, EINVAL",
        "4.19.0, PAD, 1",
        "4.20, NAMES_SMALL, 1",
        "4.21, NAMES_SMALL, ENOBUFS",
        "4.21, METADATA_SMALL, 1",
    })
    void aListHasRoomAndFlags(String release, Flaw flaw, String expected) {
        try (ModelPlane host = host(release(release))) {
            assertThat(host.upload("m", payload(host, code(0xc3)).build())).isEqualTo(new Outcome.Returned(0));
            int rc = expected.equals("1") ? 1 : Errno.valueOf(expected).rc();
            assertThat(host.sysctl(new SysctlCall(SysctlCall.LIST, "", 0, 0, 0, 1, 0, Set.of(flaw))))
                    .isEqualTo(new Outcome.Returned(rc));
        }
    }
}
