// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import static org.xsplice.text.Formats.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.Rela;
import org.xsplice.elf.SectionHeader;
import org.xsplice.event.ByteString;
import org.xsplice.machine.Memory;
import org.xsplice.mend.Evidence;
import org.xsplice.mend.Proof;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Profile;

/**
 * What of a payload is in memory, in a form that does not depend on where its sections are: each section's bytes, and what
 * relocations have filled in, as a section with an offset where it is in the payload.
 */
final class LoadedContent {
    private final Evidence evidence;
    private final List<Long> addresses;
    private final Memory memory;
    private final Profile profile;

    private LoadedContent(byte[] file, List<Long> addresses, Memory memory, Profile profile) {
        this.evidence = new Evidence(new ElfBytes(file));
        this.addresses = addresses;
        this.memory = memory;
        this.profile = profile;
    }

    /**
     * Reads it: text for each section that is loaded, by its name and, of several of one name, its number.
     *
     * @param proof what is compared: with METADATA, what only describes the payload is left out
     */
    static Map<String, String> of(Trials trials, Trial trial, byte[] file, Proof proof) {
        LoadedContent content = new LoadedContent(
                file, trial.loadAddresses(), trials.host().hypervisor().memory(), trials.profile());
        Map<String, String> sections = new TreeMap<>();
        for (int i = 1; i < content.addresses.size(); i++) {
            String name = content.evidence.sectionName(i);
            boolean described = proof == Proof.METADATA && content.describes(name);
            if (content.addresses.get(i) != 0 && content.evidence.section(i).size() != 0 && !described) {
                sections.merge(name, content.text(i, proof), (one, other) -> one + "\n" + other);
            }
        }
        return sections;
    }

    private boolean describes(String name) {
        return name.equals(Profile.BUILD_ID_SECTION)
                || name.equals(profile.dependsSection())
                || profile.xenDependsSection().filter(name::equals).isPresent()
                || name.equals(".modinfo");
    }

    private String text(int section, Proof proof) {
        SectionHeader header = evidence.section(section);
        byte[] bytes = new byte[(int) header.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) memory.readByte(addresses.get(section) + i);
        }
        List<String> targets = new ArrayList<>();
        evidence.sections()
                .filter(i -> evidence.section(i).type() == Elf.SHT_RELA
                        && evidence.section(i).info() == section)
                .forEach(i -> relocations(i, section, bytes, targets));
        if (evidence.sectionName(section).equals(profile.functionSection())) {
            oldAddresses(bytes, targets);
            if (proof == Proof.METADATA) {
                describedFields(bytes);
            }
        }
        targets.sort(null);
        return ByteString.of(bytes) + " " + targets;
    }

    /** Relocations fill them in, or the hypervisor, by the name. */
    private void oldAddresses(byte[] entries, List<String> targets) {
        ByteBuffer fields = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = FunctionLayout.OLD_ADDR;
                at < entries.length;
                at += profile.functionLayout().size()) {
            if (fields.getLong(at) != 0) {
                targets.add(format("%d: %s", at, named(fields.getLong(at))));
                fields.putLong(at, 0);
            }
        }
    }

    /** The sizes of a function with a new one, and the version, are only compared. */
    private void describedFields(byte[] entries) {
        for (int at = 0;
                at + profile.functionLayout().size() <= entries.length;
                at += profile.functionLayout().size()) {
            for (int i = FunctionLayout.NEW_SIZE; i <= FunctionLayout.VERSION; i++) {
                entries[at + i] = 0;
            }
        }
    }

    private void relocations(int table, int section, byte[] bytes, List<String> targets) {
        SectionHeader header = evidence.section(table);
        for (long at = header.offset(); at < header.offset() + header.size(); at += Elf.RELA_SIZE) {
            Rela entry = Rela.read(evidence.file(), at);
            if (entry.type() != Elf.R_X86_64_NONE) {
                boolean pointer = entry.type() == Elf.R_X86_64_64;
                long place = addresses.get(section) + entry.offset();
                long target = pointer ? memory.readLong(place) : place + memory.readInt(place);
                targets.add(format("%d: %s", entry.offset(), named(target)));
                for (int i = 0; i < (pointer ? Long.BYTES : Integer.BYTES); i++) {
                    bytes[(int) entry.offset() + i] = 0;
                }
            }
        }
    }

    private String named(long target) {
        for (int i = 1; i < addresses.size(); i++) {
            long offset = target - addresses.get(i);
            if (addresses.get(i) != 0
                    && offset >= -8
                    && offset < evidence.section(i).size()) {
                return evidence.sectionName(i) + format("%+d", offset);
            }
        }
        return format("%x", target);
    }
}
