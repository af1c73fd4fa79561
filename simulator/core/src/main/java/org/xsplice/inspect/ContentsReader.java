// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xsplice.elf.Elf;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.BugFrames;
import org.xsplice.hypervisor.ExceptionTable;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.mend.Evidence;
import org.xsplice.mend.NoteReader;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.LoadStep;
import org.xsplice.profile.Profile;

/** Reads what is in a payload file, damaged or not; what cannot be read is left out. */
final class ContentsReader {
    /** With more unknown names than this, none is guessed: the payload is for something else. */
    private static final int GUESSES_MAX = 20;

    private final LaidOut payload;
    private final Evidence evidence;
    private final Profile profile;

    ContentsReader(LaidOut payload, Profile profile) {
        this.payload = payload;
        this.evidence = payload.evidence();
        this.profile = profile;
    }

    Contents read() {
        RelocationReader reader = new RelocationReader(payload);
        List<Relocation> relocations = reader.read();
        return new Contents(
                payload.sections().stream().skip(1).toList(),
                notes(),
                section(profile.functionSection())
                        .map(s -> new FunctionReader(payload, profile, s, relocations).read())
                        .orElse(List.of()),
                hooks(relocations),
                extras(),
                needed(),
                relocations,
                reader.leftOut());
    }

    /** The first of a name counts: {@code livepatch_elf_sec_by_name}. */
    private Optional<PayloadSection> section(String name) {
        return payload.sections().stream()
                .skip(1)
                .filter(s -> s.name().equals(name))
                .findFirst();
    }

    private byte[] content(PayloadSection section) {
        boolean inFile = section.type() != Elf.SHT_NOBITS && evidence.whole(section.index());
        return inFile ? evidence.file().slice(section.offset(), (int) section.size()) : new byte[0];
    }

    private List<Note> notes() {
        List<Note> notes = new ArrayList<>();
        notes.add(note(Note.Kind.BUILD_ID, Profile.BUILD_ID_SECTION));
        notes.add(note(Note.Kind.DEPENDS, profile.dependsSection()));
        profile.xenDependsSection().ifPresent(name -> notes.add(note(Note.Kind.XEN_DEPENDS, name)));
        return notes;
    }

    private Note note(Note.Kind kind, String name) {
        Optional<ByteString> id = NoteReader.read(evidence, name);
        return new Note(kind, name, id, id.map(this::owner).orElse(""));
    }

    private String owner(ByteString id) {
        KnownSymbols known = payload.known();
        if (known.hypervisor().image().buildId().equals(id)) {
            return "the hypervisor";
        }
        return known.others().stream()
                .filter(p -> p.buildId().equalTo(known.hypervisor().memory(), id))
                .map(LoadedPayload::name)
                .findFirst()
                .orElse("");
    }

    private List<Hook> hooks(List<Relocation> relocations) {
        List<Hook> hooks = new ArrayList<>();
        if (profile.has(LoadStep.PREPARE_HOOKS)) {
            for (HookKind kind : HookKind.values()) {
                section(kind.section()).ifPresent(section -> {
                    RelocatedSection pointers = new RelocatedSection(payload, section, relocations);
                    for (int i = 0; (i + 1) * Long.BYTES <= pointers.content().length(); i++) {
                        hooks.add(new Hook(kind, i, pointers.pointer((long) i * Long.BYTES)));
                    }
                });
            }
        }
        return hooks;
    }

    private Extras extras() {
        List<Long> bugFrames = new ArrayList<>();
        for (BugFrames.Kind kind : BugFrames.Kind.values()) {
            bugFrames.add(count(".bug_frames." + kind.ordinal(), BugFrames.ENTRY_SIZE));
        }
        return new Extras(
                count(".altinstructions", profile.alternatives().size()),
                count(".ex_table", ExceptionTable.ENTRY_SIZE),
                bugFrames,
                profile.has(LoadStep.PREPARE_METADATA) ? modinfo() : List.of());
    }

    private long count(String name, int entry) {
        return section(name).map(s -> Long.divideUnsigned(s.size(), entry)).orElse(0L);
    }

    private List<String> modinfo() {
        String all = section(".modinfo")
                .map(s -> new String(content(s), StandardCharsets.ISO_8859_1))
                .orElse("");
        return Arrays.stream(all.split("\0")).filter(s -> !s.isEmpty()).toList();
    }

    private List<NeededSymbol> needed() {
        Set<String> names = new TreeSet<>();
        evidence.symbols(i -> evidence.symbol(i).shndx() == Elf.SHN_UNDEF)
                .mapToObj(evidence::symbolName)
                .forEach(names::add);
        List<NeededSymbol> needed = new ArrayList<>();
        int guesses = 0;
        for (String name : names) {
            NeededSymbol found = payload.known().find(name);
            if (found.provider() == NeededSymbol.Provider.NOBODY && guesses++ < GUESSES_MAX) {
                found = found.withNearMiss(payload.known().nearMiss(name));
            }
            needed.add(found);
        }
        return needed;
    }
}
