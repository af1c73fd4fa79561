// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.Address;
import org.xsplice.elf.build.ExpectedBytes;
import org.xsplice.elf.build.FunctionEntry;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;
import org.xsplice.hazard.Hazard;
import org.xsplice.hazard.HazardKind;
import org.xsplice.hazard.Severity;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.Fixtures;

/** For every hazard, a payload that the hypervisor accepts and that has it, and one like it that has not. */
class InspectorHazardTests {
    private static final HypervisorImage PLAIN = Fixtures.guest("plain");
    private static final HypervisorImage ENDBR = Fixtures.guest("endbr");
    private static final String EXTRA = "xen_extra_version";
    private static final String MINOR = "xen_minor_version";
    private static final byte RET = (byte) 0xc3;
    private static final int READ_ONLY = (int) Elf.SHF_ALLOC;

    /**
     * Two payloads.
     *
     * @param before loaded before either of them, or nothing
     */
    record Row(HazardKind kind, HypervisorImage guest, byte[] has, byte[] hasNot, List<PayloadFile> before) {
        @Override
        public String toString() {
            return kind.word();
        }
    }

    private static Row row(HazardKind kind, UnaryOperator<PayloadBuilder> has, UnaryOperator<PayloadBuilder> hasNot) {
        return row(kind, PLAIN, has, hasNot);
    }

    private static Row row(
            HazardKind kind,
            HypervisorImage guest,
            UnaryOperator<PayloadBuilder> has,
            UnaryOperator<PayloadBuilder> hasNot) {
        return new Row(kind, guest, build(guest, has), build(guest, hasNot), List.of());
    }

    private static byte[] build(HypervisorImage guest, UnaryOperator<PayloadBuilder> how) {
        return how.apply(PayloadBuilder.of(Profiles.XEN_4_17).builtFor(guest.buildId()))
                .build();
    }

    private static long at(String function) {
        return PLAIN.symbols().require(function);
    }

    private static UnaryOperator<PayloadBuilder> jump(String function, long offset, int oldSize) {
        return b -> b.replace(function, at(function) + offset, oldSize, RET);
    }

    private static UnaryOperator<PayloadBuilder> nops(String function, int nops) {
        return b -> b.nop(function, at(function), 16, nops);
    }

    private static UnaryOperator<PayloadBuilder> nopsBehindEndbr(int nops) {
        return b -> b.nop(MINOR, ENDBR.symbols().require(MINOR), 10, nops);
    }

    private static UnaryOperator<PayloadBuilder> to(Address target) {
        return b -> b.function(new FunctionEntry(EXTRA, target, new Address.At(at(EXTRA)), 1, 8, ExpectedBytes.NONE));
    }

    private static UnaryOperator<PayloadBuilder> toSection(long flags) {
        return b -> {
            int section = b.object().section(ObjectSection.progbits(".target", flags, 1, RET));
            SymbolRef symbol = b.object().symbol(ObjectSymbol.section(section));
            return to(new Address.Of(symbol, 0)).apply(b);
        };
    }

    private static UnaryOperator<PayloadBuilder> hook(HookKind kind, long flags) {
        return b -> {
            int section = b.object().section(ObjectSection.progbits(".hook", flags, 1, RET));
            return jump(EXTRA, 0, 8).apply(b.hook(kind, b.object().symbol(ObjectSymbol.section(section))));
        };
    }

    private static UnaryOperator<PayloadBuilder> data(ObjectSection... sections) {
        return b -> {
            Stream.of(sections).forEach(b.object()::section);
            return jump(EXTRA, 0, 8).apply(b);
        };
    }

    private static ObjectSection section(String name, long flags, long align) {
        return ObjectSection.progbits(name, flags, align, new byte[8]);
    }

    /** Finds a place in the guest's text to which a function jumps back. */
    private static long backwardTarget(String function) {
        Symbol symbol = PLAIN.symbols().covering(at(function)).orElseThrow();
        byte[] code = PLAIN.file().slice(offset(symbol.address()), (int) symbol.size());
        try (Disassembler disassembler = new CapstoneDisassembler()) {
            return disassembler.disassemble(code, symbol.address(), Integer.MAX_VALUE).stream()
                    .filter(i -> i.mnemonic().startsWith("j"))
                    .map(InspectorHazardTests::target)
                    .filter(t -> t > symbol.address() + 8 && t < symbol.address() + symbol.size())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static long target(Instruction branch) {
        return branch.operands().startsWith("0x")
                ? Long.parseUnsignedLong(branch.operands().substring(2), 16)
                : 0;
    }

    private static long offset(long address) {
        return PLAIN.sections().stream()
                .filter(s -> Long.compareUnsigned(address - s.addr(), s.size()) < 0)
                .findFirst()
                .map(s -> s.offset() + address - s.addr())
                .orElseThrow();
    }

    private static Row provided(HazardKind kind, String used) {
        byte[] provider = build(PLAIN, b -> {
            b.text("provided", RET);
            return jump(MINOR, 0, 6).apply(b);
        });
        UnaryOperator<PayloadBuilder> user = b -> {
            int data = b.object().section(section(".rodata.pointer", READ_ONLY, 8));
            b.object().relocate(data, 0, Elf.R_X86_64_64, b.object().symbol(ObjectSymbol.undefined(used)), 0);
            return jump(used.equals("provided") ? EXTRA : MINOR, 0, 6).apply(b);
        };
        return new Row(
                kind,
                PLAIN,
                build(PLAIN, user),
                build(PLAIN, jump(EXTRA, 0, 8)),
                List.of(new PayloadFile("provider", provider)));
    }

    private static final long CODE = Elf.SHF_ALLOC | Elf.SHF_EXECINSTR;
    private static final long DATA = Elf.SHF_ALLOC | Elf.SHF_WRITE;

    static final List<Row> ROWS = List.of(
            row(HazardKind.NOT_TEXT, b -> b.replace("conring", at("conring"), 16, RET), jump(EXTRA, 0, 8)),
            row(HazardKind.INSIDE_INSTRUCTION, jump(EXTRA, 1, 7), jump(EXTRA, 0, 8)),
            row(HazardKind.NOT_FUNCTION_START, jump(MINOR, 5, 5), jump(MINOR, 0, 6)),
            row(
                    HazardKind.PRIVILEGED_CODE,
                    b -> b.replace(EXTRA, at(EXTRA), 8, (byte) 0x0f, (byte) 0x22, (byte) 0xd8, RET),
                    // The same bytes as a number.
                    b -> b.replace(EXTRA, at(EXTRA), 8, (byte) 0xb8, (byte) 0x0f, (byte) 0x22, (byte) 0xd8, RET, RET)),
            row(HazardKind.SHORT_FUNCTION, nops(EXTRA, 9), nops(EXTRA, 7)),
            row(
                    HazardKind.BRANCH_INTO_PATCH,
                    b -> b.replace("format", backwardTarget("format") - 2, 16, RET),
                    jump("format", 0, 16)),
            row(HazardKind.NOP_TAIL_CUTS_INSTRUCTION, nops(MINOR, 3), nops(MINOR, 5)),
            row(HazardKind.NOPS_FALL_THROUGH, nops(MINOR, 6), nops(MINOR, 5)),
            row(HazardKind.NOPS_SHORTER_THAN_ENDBR, ENDBR, nopsBehindEndbr(3), nopsBehindEndbr(9)),
            row(HazardKind.NOTHING_WRITTEN, ENDBR, nopsBehindEndbr(4), nopsBehindEndbr(9)),
            row(HazardKind.NO_CALLERS, jump("put_raw", 0, 16), jump("printk", 0, 16)),
            row(HazardKind.OLD_SIZE_TOO_LARGE, jump(EXTRA, 0, 4096), jump(EXTRA, 0, 8)),
            row(
                    HazardKind.SAME_ADDRESS,
                    b -> jump(EXTRA, 0, 8).apply(b.replace("other", at(EXTRA), 8, RET)),
                    b -> jump(EXTRA, 0, 8).apply(b.replace("other", at(MINOR), 6, RET))),
            row(
                    HazardKind.OVERLAPPING_PATCHES,
                    b -> jump(EXTRA, 0, 8).apply(b.replace("other", at(EXTRA) + 4, 8, RET)),
                    b -> jump(EXTRA, 0, 8).apply(b.replace("other", at(EXTRA) + 5, 8, RET))),
            row(HazardKind.NEW_ADDR_NOT_CODE, toSection(Elf.SHF_ALLOC), toSection(CODE)),
            row(
                    HazardKind.JUMP_TOO_FAR,
                    to(new Address.At(at(EXTRA) - (2L << 30) + 1)),
                    to(new Address.At(at(EXTRA) - (2L << 30) + 5))),
            row(
                    HazardKind.SECTIONS_OVERLAP,
                    data(section(".first", READ_ONLY, 1), section(".second", READ_ONLY, 0)),
                    data(section(".first", READ_ONLY, 1), section(".second", READ_ONLY, 1))),
            row(HazardKind.HOOK_NOT_CODE, hook(HookKind.LOAD, Elf.SHF_ALLOC), hook(HookKind.LOAD, CODE)),
            row(
                    HazardKind.SECTION_TWICE,
                    data(section(".ex_table", READ_ONLY, 4), section(".ex_table", READ_ONLY, 4)),
                    data(section(".ex_table", READ_ONLY, 4))),
            provided(HazardKind.USES_PAYLOAD, "provided"),
            provided(HazardKind.PATCHED_BY_OTHER, "printk"),
            row(HazardKind.NO_REAPPLY, data(section(".data", DATA, 8)), jump(EXTRA, 0, 8)),
            row(HazardKind.NO_REPLACE, hook(HookKind.PREAPPLY, CODE), hook(HookKind.APPLY, CODE)));

    @Test
    void everyKindHasARow() {
        Set<HazardKind> tested = EnumSet.noneOf(HazardKind.class);
        ROWS.forEach(row -> tested.add(row.kind()));
        assertThat(tested).containsExactly(HazardKind.values());
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void aHazardIsFoundWhereItIsOnly(Row row) {
        try (Inspector inspector = new Inspector(row.guest(), Profiles.XEN_4_17, row.before())) {
            Inspection has = inspector.inspect(new PayloadFile("has", row.has()));
            Inspection hasNot = inspector.inspect(new PayloadFile("has_not", row.hasNot()));
            assertThat(has.accepted()).as("%s", has.trial().result()).isTrue();
            assertThat(hasNot.accepted()).as("%s", hasNot.trial().result()).isTrue();
            assertThat(has.hazards()).extracting(Hazard::kind).contains(row.kind());
            assertThat(hasNot.hazards()).extracting(Hazard::kind).doesNotContain(row.kind());
        }
    }

    /** Strict mode refuses what has dangers that are quirks, for one of them, and nothing else. */
    @ParameterizedTest
    @FieldSource("ROWS")
    void strictModeRefusesDangersThatAreQuirks(Row row) {
        for (byte[] file : List.of(row.has(), row.hasNot())) {
            List<Integer> dangers = dangers(row, file);
            List<Integer> refused = strictly(row, file);
            assertThat(refused).hasSize(dangers.isEmpty() ? 0 : 1);
            assertThat(dangers).containsAll(refused);
        }
    }

    private static List<Integer> dangers(Row row, byte[] file) {
        try (Inspector inspector = new Inspector(row.guest(), Profiles.XEN_4_17, row.before())) {
            return inspector.inspect(new PayloadFile("p", file)).hazards().stream()
                    .map(Hazard::kind)
                    .filter(kind -> kind.severity() == Severity.DANGER)
                    .flatMapToInt(kind -> kind.quirk().stream())
                    .boxed()
                    .toList();
        }
    }

    /** Uploads a payload in strict mode, and returns the quirk that it is refused for. */
    private static List<Integer> strictly(Row row, byte[] file) {
        Profile strict = Profiles.XEN_4_17.withStrict(true);
        EventLog log = new EventLog();
        try (ModelPlane plane =
                new ModelPlane(row.guest(), strict, 1, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, log)) {
            row.before().forEach(before -> plane.upload(before.name(), before.bytes()));
            plane.upload("p", file);
            return log.since(0, EventData.StrictRefused.class)
                    .map(EventData.StrictRefused::quirk)
                    .toList();
        }
    }

    @Test
    void whatIsForAnotherHypervisorIsNotHeldAgainstThisOne() {
        try (Inspector inspector = new Inspector(ENDBR, Profiles.XEN_4_17, List.of())) {
            Inspection inspection = inspector.inspect(new PayloadFile("p", build(PLAIN, jump(EXTRA, 1, 7))));
            assertThat(inspection.accepted()).isFalse();
            assertThat(inspection.hazards()).isEmpty();
            assertThat(inspection.hazardsUnknown()).isEqualTo("the payload was built for another hypervisor");
        }
    }

    /** What ends a payload before it is in memory does not hide what is risky about it. */
    @Test
    void hazardsOfARefusedPayloadAreFoundToo() {
        byte[] refused = build(PLAIN, b -> {
            b.text("printk", RET); // a new symbol that the hypervisor has already
            return jump(EXTRA, 1, 7).apply(b);
        });
        try (Inspector inspector = new Inspector(PLAIN, Profiles.XEN_4_17, List.of())) {
            Inspection inspection = inspector.inspect(new PayloadFile("p", refused));
            assertThat(inspection.accepted()).isFalse();
            assertThat(inspection.hazards()).extracting(Hazard::kind).containsExactly(HazardKind.INSIDE_INSTRUCTION);
        }
    }

    @Test
    void releasesWithoutABehaviourHaveNotItsHazards() {
        Profile old = Profiles.XSPLICE_2016;
        byte[] payload = PayloadBuilder.of(old)
                .builtFor(PLAIN.buildId())
                .replace(EXTRA, at(EXTRA), 8, RET)
                .build();
        byte[] hello = Fixtures.payload("plain", "xen_hello_world", old);
        try (Inspector inspector = new Inspector(PLAIN, old, List.of())) {
            assertThat(inspector.inspect(new PayloadFile("p", payload)).hazards())
                    .isEmpty();
            assertThat(inspector.inspect(new PayloadFile("hello", hello)).hazards())
                    .isEmpty();
        }
    }
}
