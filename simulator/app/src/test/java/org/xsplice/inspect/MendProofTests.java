// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.damage.Damage;
import org.xsplice.damage.Damages;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.RawElf;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.loader.Corpus;
import org.xsplice.mend.EditKind;
import org.xsplice.mend.Mend;
import org.xsplice.mend.Proof;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;

/** What is proven of a change is so: what is in memory afterwards is what the undamaged payload would be. */
class MendProofTests {
    private static final HypervisorImage XEN = Fixtures.guest("plain");
    private static final ByteString ID = ByteString.of(new byte[20]);
    private static final byte RET = (byte) 0xc3;
    private static final List<String> PAYLOADS =
            List.of("sample", "xen_hello_world", "xen_replace_world", "xen_nop", "xen_bye_world");
    /** These make another payload of it, with a second entry or with NOPs, and damage that. */
    private static final Set<String> OTHERS = Set.of("fn_two_second_bad_version", "fn_nop_over_old");

    private static final int STEPS_MAX = 20;

    /** What the damaged payload was mended by until it was accepted, or nothing if it was not. */
    private static Optional<Set<EditKind>> mend(Trials trials, List<PayloadFile> states) {
        Set<EditKind> kinds = EnumSet.noneOf(EditKind.class);
        for (int i = 0; i < STEPS_MAX; i++) {
            PayloadFile file = states.get(states.size() - 1);
            Optional<Trial.Stop> stop = trials.run(file).stop();
            if (stop.isEmpty()) {
                return Optional.of(kinds);
            }
            if (!(trials.propose(file, stop.get()) instanceof Mend.FileEdit edit)) {
                return Optional.empty();
            }
            kinds.add(edit.kind());
            states.add(trials.apply(edit, file).orElseThrow());
        }
        return Optional.empty();
    }

    /** What came of damaged payloads. */
    private static final class Comparison {
        private final Set<EditKind> seen = EnumSet.noneOf(EditKind.class);
        private final Map<String, Set<String>> different = new TreeMap<>();

        /** Mends a damaged payload, and compares it with its author's where all that was done is proven. */
        void compare(Trials trials, String what, byte[] author, byte[] damaged) {
            List<PayloadFile> states = new ArrayList<>(List.of(new PayloadFile("m", damaged)));
            Optional<Set<EditKind>> kinds = mend(trials, states);
            Proof proof = kinds.stream()
                    .flatMap(Set::stream)
                    .map(EditKind::proof)
                    .max(Proof::compareTo)
                    .orElse(Proof.NONE);
            if (proof == Proof.NONE) {
                return;
            }
            seen.addAll(kinds.get());
            byte[] mended = states.get(states.size() - 1).bytes();
            Map<String, String> loaded = loaded(trials, mended, proof);
            loaded(trials, author, proof).forEach((section, content) -> {
                if (!content.equals(loaded.get(section))) {
                    different
                            .computeIfAbsent(kinds.get().toString(), k -> new TreeSet<>())
                            .add(what + " " + section);
                }
            });
        }

        private static Map<String, String> loaded(Trials trials, byte[] file, Proof proof) {
            Trial trial = trials.run(new PayloadFile("m", file));
            assertThat(trial.stop()).isEmpty();
            return LoadedContent.of(trials, trial, file, proof);
        }
    }

    @Test
    void whatIsProvenIsSo() {
        Comparison comparison = new Comparison();
        Profiles.dialects().forEach(profile -> compareDamages(profile, comparison));
        compareOwn(comparison);
        Set<EditKind> unseen = EnumSet.allOf(EditKind.class);
        unseen.removeIf(kind -> kind.proof() == Proof.NONE || comparison.seen.contains(kind));
        assertThat(comparison.different).isEmpty();
        assertThat(unseen).isEmpty();
    }

    private static void compareDamages(Profile profile, Comparison comparison) {
        try (Trials trials = new Trials(Fixtures.guest("plain"), profile, List.of())) {
            for (String payload : PAYLOADS) {
                byte[] whole = Corpus.payload(profile, payload, "");
                if (trials.run(new PayloadFile("m", whole)).stop().isPresent()) {
                    continue; // made to be refused by this release
                }
                for (Damage damage : Damages.of(profile)) {
                    byte[] damaged;
                    try {
                        damaged = damage.apply(whole);
                    } catch (NoSuchElementException e) {
                        continue;
                    }
                    if (!OTHERS.contains(damage.name())) {
                        comparison.compare(trials, payload + " " + damage.name(), whole, damaged);
                    }
                }
            }
        }
    }

    /** What the payloads above have nothing of that could be damaged. */
    private static void compareOwn(Comparison comparison) {
        try (Trials trials = new Trials(XEN, Profiles.XEN_4_17, List.of())) {
            comparison.compare(trials, "a static's name", using("console.c#put_raw"), using("put_raw"));
            comparison.compare(trials, "a new name", bringing("own_function"), bringing("do_xen_version"));
            byte[] whole = withParts();
            comparison.compare(trials, "zeros", whole, resized(whole, ".bss", 3 << 20));
            comparison.compare(trials, "a hook, short", whole, resized(whole, ".livepatch.hooks.load", 7));
            comparison.compare(trials, "a hook, long", whole, resized(whole, ".livepatch.hooks.load", 12));
            comparison.compare(trials, "module information", whole, resized(whole, ".modinfo", 3));
        }
    }

    private static PayloadBuilder builder() {
        return PayloadBuilder.of(Profiles.XEN_4_17).builtFor(XEN.buildId()).buildId(ID);
    }

    private static byte[] build(PayloadBuilder builder) {
        return builder.replaceByName("xen_extra_version", 8, RET).build();
    }

    private static byte[] using(String symbol) {
        PayloadBuilder builder = builder();
        int section = builder.object().section(ObjectSection.progbits(".rodata.uses", Elf.SHF_ALLOC, 8, new byte[8]));
        builder.object()
                .relocate(section, 0, Elf.R_X86_64_64, builder.object().symbol(ObjectSymbol.undefined(symbol)), 0);
        return build(builder);
    }

    private static byte[] bringing(String symbol) {
        PayloadBuilder builder = builder();
        int section = builder.object()
                .section(ObjectSection.progbits(".text.own", Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 16, RET));
        builder.object().symbol(ObjectSymbol.global(symbol, Elf.STT_FUNC, section, 0, 1));
        return build(builder);
    }

    private static byte[] withParts() {
        PayloadBuilder builder = builder();
        int zeros = builder.object().section(ObjectSection.nobits(".bss", Elf.SHF_ALLOC | Elf.SHF_WRITE, 8, 16));
        builder.object().symbol(ObjectSymbol.local("zeros", Elf.STT_OBJECT, zeros, 0, 16));
        builder.object().section(ObjectSection.progbits(".modinfo", Elf.SHF_ALLOC, 1, new byte[] {'a', '=', '1', 0}));
        return build(builder.hook(HookKind.LOAD, builder.text("load_hook", RET)));
    }

    private static byte[] resized(byte[] payload, String section, long size) {
        RawElf raw = new RawElf(payload);
        raw.set(ElfObject.parse(payload).indexOf(section), SectionField.SH_SIZE, size);
        return raw.toArray();
    }

    /** What would only get past the check would be another payload. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alt_feature_huge",
                "alt_repl_len_past",
                "alt_orig_len_past",
                "fn_nop_32",
                "rel_type_32",
                "rel_type_32S",
                "rel_type_GOTPCREL",
                "rel_type_PC64",
                "sym_unknown"
            })
    void nothingIsChangedToFit(String damage) {
        byte[] whole = Corpus.payload(Profiles.XEN_4_17, "xen_hello_world", "");
        byte[] damaged = Damages.named(Profiles.XEN_4_17, damage).apply(whole);
        try (Trials trials = new Trials(XEN, Profiles.XEN_4_17, List.of())) {
            PayloadFile file = new PayloadFile("m", damaged);
            Trial.Stop stop = trials.run(file).stop().orElseThrow();
            assertThat(trials.propose(file, stop)).isInstanceOf(Mend.Rebuild.class);
        }
    }

    @Test
    void everyKindIsInTheTable() throws IOException {
        String page = Files.readString(Fixtures.path("../docs/inspect.md"));
        Map<String, List<String>> rows = new TreeMap<>();
        Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (same-bytes|metadata|none) \\| (.*) \\|$")
                .matcher(page)
                .results()
                .forEach(row -> rows.put(row.group(1), List.of(row.group(2), row.group(3))));
        Map<String, List<String>> kinds = new TreeMap<>();
        for (EditKind kind : EditKind.values()) {
            kinds.put(kind.word(), List.of(kind.proof().word(), kind.what()));
        }
        assertThat(rows).isEqualTo(kinds);
    }
}
