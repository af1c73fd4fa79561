// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xsplice.plane.model.HookPayload.code;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.event.ByteString;
import org.xsplice.event.EventLog;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.profile.AlternativeLayout;
import org.xsplice.profile.CpuModel;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;
import org.xsplice.support.Host;

/**
 * What loading does to a payload in memory, before anything is applied: alternatives, exception tables, metadata. Facts,
 * section 3, row 15, and section 10, quirk 19.
 */
class LoadTimeTests {
    static final List<Profile> PROFILES = Profiles.dialects();

    /** {@code X86_FEATURE_ALWAYS}. */
    private static final int THERE = 93;
    /** CPUID leaf 1, EDX bit 10: reserved. */
    private static final int NOT_THERE = 10;

    /** Ten bytes of code that can be altered, and a return. */
    private static final byte[] CODE = code(0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0xc3);

    /** A host with one payload, which has alternatives. */
    private static final class Alternatives implements AutoCloseable {
        private final Profile profile;
        private final EventLog log = new EventLog();
        private final ModelPlane plane;
        private final PayloadBuilder builder;
        private byte[] table = {};
        private int entries;
        private final int replacement;
        private final int text;

        Alternatives(Profile profile, byte... replacements) {
            this.profile = profile;
            plane = Fixtures.host("plain", profile, 1, log);
            Hypervisor hypervisor = plane.hypervisor();
            builder = PayloadBuilder.of(profile).builtFor(hypervisor.image().buildId());
            long old = hypervisor.symbols().require("xen_extra_version");
            builder.replace("xen_extra_version", old, 8, CODE);
            text = 1;
            replacement = builder.object()
                    .section(ObjectSection.progbits(
                            ".altinstr_replacement", Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 1, replacements));
        }

        /** Adds an entry: original bytes from an offset on, replaced by others. */
        Alternatives entry(int orig, int origLen, int repl, int replLen, int padLen, int feature) {
            int size = profile.alternatives().size();
            table = java.util.Arrays.copyOf(table, table.length + size);
            int at = table.length - size;
            table[at + AlternativeLayout.CPUID] = (byte) feature;
            table[at + AlternativeLayout.ORIG_LEN] = (byte) origLen;
            table[at + AlternativeLayout.REPL_LEN] = (byte) replLen;
            if (profile.alternatives().padded()) {
                table[at + AlternativeLayout.PAD_LEN] = (byte) padLen;
            } else {
                table[at + AlternativeLayout.ORIG_LEN] += (byte) padLen;
            }
            places.add(new long[] {orig, repl});
            entries++;
            return this;
        }

        private final List<long[]> places = new java.util.ArrayList<>();

        /** Loads it and returns the code as it is then. */
        String load() {
            int section = builder.object().section(ObjectSection.progbits(".altinstructions", Elf.SHF_ALLOC, 1, table));
            SymbolRef code = builder.object().symbol(ObjectSymbol.section(text));
            SymbolRef repl = builder.object().symbol(ObjectSymbol.section(replacement));
            for (int i = 0; i < entries; i++) {
                long at = (long) i * profile.alternatives().size();
                builder.object()
                        .relocate(section, at, Elf.R_X86_64_PC32, code, places.get(i)[0])
                        .relocate(section, at + 4, Elf.R_X86_64_PC32, repl, places.get(i)[1]);
            }
            assertThat(plane.upload("a", builder.build())).isEqualTo(new Outcome.Returned(0));
            return ByteString.of(plane.hypervisor().memory().read(codeAddress(), CODE.length))
                    .toString();
        }

        private long codeAddress() {
            return plane.hypervisor().symbols().require("__2M_rwdata_end") + 0x9000;
        }

        List<String> console() {
            return log.since(0, org.xsplice.event.EventData.ConsoleLine.class)
                    .map(org.xsplice.event.EventData.ConsoleLine::line)
                    .toList();
        }

        @Override
        public void close() {
            plane.close();
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void anAlternativeIsAppliedAtLoadWithNopsBehindIt(Profile profile) {
        try (Alternatives a = new Alternatives(profile, code(0x90, 0x91))) {
            assertThat(a.entry(0, 8, 0, 2, 0, THERE).load()).isEqualTo("9091" + "660f1f440000" + "5859c3");
            assertThat(a.console()).anyMatch(line -> line.matches("alt table [0-9a-f]{16} -> [0-9a-f]{16}"));
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void whatTheProcessorHasNotIsLeftAlone(Profile profile) {
        try (Alternatives a = new Alternatives(profile, code(0x90, 0x91))) {
            assertThat(a.entry(0, 4, 0, 2, 4, NOT_THERE).load())
                    .isEqualTo(ByteString.of(CODE).toString());
        }
    }

    @Test
    void paddingBecomesTheProcessorsNops() {
        Profile amd = Profiles.XEN_4_17.withCpu(new CpuModel("K8", java.util.Set.of(THERE), CpuModel.Nops.K8));
        try (Alternatives a = new Alternatives(amd, code(0x90, 0x91))) {
            assertThat(a.entry(0, 4, 0, 2, 4, NOT_THERE).load()).isEqualTo("50515253" + "66666690" + "5859c3");
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void aBranchInAReplacementStillLeadsWhereItLed(Profile profile) {
        try (Alternatives a = new Alternatives(profile, code(0xe8, 0x00, 0x10, 0x00, 0x00))) {
            String code = a.entry(2, 5, 0, 5, 0, THERE).load();
            int distance = 0x1000 + CODE.length - 2;
            assertThat(code)
                    .isEqualTo("5051" + "e8%02x%02x0000".formatted(distance & 0xff, distance >> 8) + "57" + "5859c3");
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void aLaterEntryForTheSamePlaceWins(Profile profile) {
        try (Alternatives a = new Alternatives(profile, code(0x90, 0x91, 0x92, 0x93))) {
            a.entry(0, 2, 0, 2, 0, THERE).entry(0, 2, 2, 2, 0, THERE);
            assertThat(a.load()).startsWith("9293" + "5253");
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void anEntryForAbsentFeaturesDoesNotUndoOneBefore(Profile profile) {
        try (Alternatives a = new Alternatives(profile, code(0x90, 0x91, 0x92, 0x93))) {
            a.entry(0, 2, 0, 2, 0, THERE).entry(0, 2, 2, 2, 0, NOT_THERE);
            assertThat(a.load()).startsWith("9091" + "5253");
        }
    }

    @Test
    void entriesOf417AreMarkedAsDone() {
        try (Alternatives a = new Alternatives(Profiles.XEN_4_17, code(0x90, 0x91))) {
            a.entry(0, 2, 0, 2, 0, THERE).load();
            long table = Long.parseUnsignedLong(a.console().get(0).split(" ")[2], 16);
            assertThat(a.plane.hypervisor().memory().readByte(table + AlternativeLayout.PRIV))
                    .isOne();
        }
    }

    /** The release tests no bounds, but it does respect that text is read-only: facts, section 3, 2016 differences. */
    @Test
    void alternativesOf2016MayAimAtTheHypervisorAndDieOfIt() {
        try (Alternatives a = new Alternatives(Profiles.XSPLICE_2016, code(0x90, 0x91))) {
            long aim = a.plane.hypervisor().symbols().require("printk") - a.codeAddress();
            a.entry((int) aim, 2, 0, 2, 0, THERE);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(a::load))
                    .hasMessageContaining("apply_alternatives_nocheck")
                    .hasMessageContaining("write");
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void theExceptionTableIsSorted(Profile profile) {
        EventLog log = new EventLog();
        try (ModelPlane plane = Fixtures.host("plain", profile, 1, log)) {
            Hypervisor hypervisor = plane.hypervisor();
            PayloadBuilder builder =
                    PayloadBuilder.of(profile).builtFor(hypervisor.image().buildId());
            builder.replace("xen_extra_version", hypervisor.symbols().require("xen_extra_version"), 8, CODE);
            int table = builder.object().section(ObjectSection.progbits(".ex_table", Elf.SHF_ALLOC, 4, new byte[24]));
            SymbolRef text = builder.object().symbol(ObjectSymbol.section(1));
            int[] order = {8, 0, 4};
            for (int i = 0; i < order.length; i++) {
                builder.object()
                        .relocate(table, 8L * i, Elf.R_X86_64_PC32, text, order[i])
                        .relocate(table, 8L * i + 4, Elf.R_X86_64_PC32, text, order[i] + 1L);
            }
            assertThat(plane.upload("e", builder.build())).isEqualTo(new Outcome.Returned(0));
            long code = hypervisor.symbols().require("__2M_rwdata_end") + 0x9000;
            long first = code + 2 * 0x1000;
            for (int i = 0; i < order.length; i++) {
                long entry = first + 8L * i;
                assertThat(entry + hypervisor.memory().readInt(entry)).isEqualTo(code + 4L * i);
                assertThat(entry + 4 + hypervisor.memory().readInt(entry + 4)).isEqualTo(code + 4L * i + 1);
            }
        }
    }

    @Test
    void metadataIsListedAndPrinted() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            HookPayload payload = new HookPayload(host.hypervisor()).returning("xen_minor_version", 1);
            payload.builder()
                    .object()
                    .section(ObjectSection.progbits(
                            ".modinfo",
                            Elf.SHF_ALLOC,
                            1,
                            "a=b\0\0c\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            assertThat(host.plane().upload("m", payload.build())).isEqualTo(new Outcome.Returned(0));
            assertThat(host.plane().statuses())
                    .containsExactly(new PayloadStatus("m", PayloadStatus.CHECKED, 0, "a=b\0\0c\0"));
            host.apply("m");
            assertThat(host.console(0))
                    .containsSubsequence(
                            "livepatch: m: Applying 1 functions",
                            "livepatch: module metadata:",
                            "livepatch:   a=b",
                            "livepatch:   ",
                            "livepatch:   c",
                            "livepatch: m finished APPLY with rc=0");
            int before = host.log().size();
            host.plane().key('x');
            assertThat(host.console(before).get(2)).startsWith(" name=m ");
            assertThat(host.console(before).subList(3, 7))
                    .containsExactly(
                            "livepatch: module metadata:", "livepatch:   a=b", "livepatch:   ", "livepatch:   c");
        }
    }
}
