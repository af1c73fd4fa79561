// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.hazard.Hazard;
import org.xsplice.hazard.HazardKind;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.PatchFunction;
import org.xsplice.machine.Access;
import org.xsplice.machine.InstructionEncoding;
import org.xsplice.machine.Permission;
import org.xsplice.machine.PrivilegedInstruction;
import org.xsplice.profile.Feature;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profile;

/** Finds what is risky about a payload as a whole. */
final class PayloadHazards {
    /** At most this many sections are named. */
    private static final int NAMED = 3;

    private final Contents contents;
    private final ElfBytes file;
    private final Profile profile;
    private final Hypervisor hypervisor;
    private final List<Hazard> found = new ArrayList<>();

    private PayloadHazards(Contents contents, ElfBytes file, Profile profile, Hypervisor hypervisor) {
        this.contents = contents;
        this.file = file;
        this.profile = profile;
        this.hypervisor = hypervisor;
    }

    /**
     * Finds them.
     *
     * @param file that the contents were read from
     * @param others payloads that are loaded already
     */
    static List<Hazard> find(
            Contents contents, ElfBytes file, Profile profile, Hypervisor hypervisor, List<LoadedPayload> others) {
        PayloadHazards hazards = new PayloadHazards(contents, file, profile, hypervisor);
        hazards.sections();
        hazards.code();
        hazards.hooks();
        hazards.others(others);
        hazards.reapply();
        return hazards.found;
    }

    private void add(HazardKind kind, String reason) {
        found.add(Hazard.ofPayload(kind, reason));
    }

    private void sections() {
        List<PayloadSection> loaded = contents.sections().stream()
                .filter(s -> s.address().isPresent() && s.size() != 0)
                .sorted(Comparator.comparing((PayloadSection s) -> s.address().getAsLong(), Long::compareUnsigned))
                .toList();
        for (int i = 1; i < loaded.size(); i++) {
            PayloadSection first = loaded.get(i - 1);
            PayloadSection second = loaded.get(i);
            if (first.contains(second.address().getAsLong())) {
                add(
                        HazardKind.SECTIONS_OVERLAP,
                        format(
                                "%s and %s are both at %016x: a section with alignment 0 starts its region again",
                                first.name(), second.name(), second.address().getAsLong()));
            }
        }
        Set<String> seen = new TreeSet<>();
        contents.sections().stream()
                .map(PayloadSection::name)
                .filter(this::lookedFor)
                .filter(name -> !seen.add(name))
                .forEach(name -> add(HazardKind.SECTION_TWICE, "there is another section " + name));
    }

    /** Relocations change no opcodes, so the file tells. */
    private void code() {
        List<String> privileged = contents.sections().stream()
                .filter(s -> s.destination() == Destination.TEXT
                        && s.type() != Elf.SHT_NOBITS
                        && file.contains(s.offset(), s.size()))
                .flatMap(this::privileged)
                .toList();
        if (!privileged.isEmpty()) {
            int more = privileged.size() - NAMED;
            String named = privileged.stream().limit(NAMED).collect(Collectors.joining(", "));
            add(HazardKind.PRIVILEGED_CODE, "it has " + named + (more > 0 ? ", and " + more + " more" : ""));
        }
    }

    private Stream<String> privileged(PayloadSection section) {
        byte[] code = file.slice(section.offset(), (int) section.size());
        List<String> found = new ArrayList<>();
        for (int at = 0; at < code.length; ) {
            int place = at;
            PrivilegedInstruction.at(code, at)
                    .ifPresent(i -> found.add(i.text() + " at " + KnownSymbols.label(section.name(), place)));
            at += InstructionEncoding.read(code, at)
                    .map(InstructionEncoding::length)
                    .orElse(1);
        }
        return found.stream();
    }

    private boolean lookedFor(String name) {
        return profile.specialSections().contains(name)
                || profile.patchingSections().contains(name)
                || Set.of(".altinstructions", ".altinstr_replacement", ".ex_table", ".modinfo")
                        .contains(name)
                || name.startsWith(".bug_frames.");
    }

    private void hooks() {
        for (Hook hook : contents.hooks()) {
            boolean called = !hook.function().isNull() || hook.kind().multiple();
            if (called && hook.function().address().isPresent()) {
                long address = hook.function().address().getAsLong();
                if (!isCode(address)) {
                    add(
                            HazardKind.HOOK_NOT_CODE,
                            format(
                                    "%s [%d] leads to %016x, which is not code",
                                    hook.kind().section(), hook.number(), address));
                }
            }
        }
        String vetoing = contents.hooks().stream()
                .map(Hook::kind)
                .filter(HookKind::vetoing)
                .distinct()
                .map(HookKind::section)
                .collect(Collectors.joining(", "));
        if (!vetoing.isEmpty()) {
            add(HazardKind.NO_REPLACE, "it has " + vetoing);
        }
    }

    /** Returns whether an address is in the payload's text, or anywhere where code can be executed now. */
    private boolean isCode(long address) {
        return isText(contents, address) || executable(address);
    }

    static boolean isText(Contents contents, long address) {
        return contents.sections().stream().anyMatch(s -> s.destination() == Destination.TEXT && s.contains(address));
    }

    private boolean executable(long address) {
        Permission permission = hypervisor.memory().permissionAt(address);
        return permission != null && permission.allows(Access.EXECUTE);
    }

    private void others(List<LoadedPayload> others) {
        for (LoadedPayload other : others) {
            String used = contents.needed().stream()
                    .filter(s -> s.payload().equals(other.name()))
                    .map(NeededSymbol::name)
                    .collect(Collectors.joining(", "));
            if (!used.isEmpty()) {
                add(HazardKind.USES_PAYLOAD, format("%s provides %s", other.name(), used));
            }
            for (PatchFunction function : other.functions()) {
                contents.functions().stream()
                        .filter(f -> f.oldAddr().address().isPresent()
                                && f.oldAddr().address().getAsLong() == function.oldAddr())
                        .findFirst()
                        .ifPresent(f ->
                                add(HazardKind.PATCHED_BY_OTHER, format("%s patches %s too", other.name(), f.name())));
            }
        }
    }

    /** As {@code safe_to_reapply} is found out in move_payload. */
    private void reapply() {
        List<PayloadSection> writable = contents.sections().stream()
                .filter(s -> s.destination() == Destination.RW && s.size() != 0)
                .toList();
        boolean safe = writable.isEmpty()
                || writable.size() == 1 && writable.get(0).name().equals(profile.functionSection());
        if (profile.has(Feature.REAPPLY_GUARDED) && !safe) {
            String names = writable.stream()
                    .filter(s -> !s.name().equals(profile.functionSection()))
                    .map(s -> format("%s (%d bytes)", s.name(), s.size()))
                    .limit(NAMED)
                    .collect(Collectors.joining(", "));
            add(HazardKind.NO_REAPPLY, "it has writable sections: " + names);
        }
    }
}
