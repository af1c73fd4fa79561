// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import static org.xsplice.text.Formats.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.NoteField;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SectionHeader;
import org.xsplice.elf.build.GnuNote;
import org.xsplice.event.ByteString;
import org.xsplice.profile.Profile;

/** Mends the build-id notes. */
public final class NoteMends {
    private static final int GNU_SIZE = 4;
    private static final int NAME = Elf.NOTE_HEADER_SIZE;
    private static final int ID = NAME + GNU_SIZE;
    private static final int GNU = 'G' | 'N' << 8 | 'U' << 16;
    private static final long ID_MAX = 64;
    /** Two builds never have ids that differ in so few bytes. */
    private static final int DAMAGED_MAX = 2;

    private final Evidence evidence;
    private final Profile profile;
    private final GuestFacts guest;
    private final SectionMends sections;

    NoteMends(Evidence evidence, Profile profile, GuestFacts guest, SectionMends sections) {
        this.evidence = evidence;
        this.profile = profile;
        this.guest = guest;
        this.sections = sections;
    }

    /** Returns whether a section is one of the notes, as far as its name goes. */
    boolean isNote(String name) {
        return name.equals(Profile.BUILD_ID_SECTION)
                || name.equals(profile.dependsSection())
                || profile.xenDependsSection().filter(name::equals).isPresent();
    }

    /** A note's section is missing: it may be there under another name. */
    Mend missing(String name) {
        OptionalInt other = evidence.only(
                i -> evidence.section(i).has(Elf.SHF_ALLOC) && !isNote(evidence.sectionName(i)) && intact(i));
        if (other.isPresent()) {
            String from = evidence.sectionName(other.getAsInt());
            return new Mend.FileEdit(
                    EditKind.SECTION_NAME,
                    "rename " + from + " to " + name + ": it holds such a note",
                    List.of(new Change.RenameSection(other.getAsInt(), from, name)));
        }
        ByteString note = ByteString.of(note(name));
        return new Mend.FileEdit(
                added(name),
                "add " + name + " with " + meaning(name),
                List.of(new Change.AddSection(name, Elf.SHT_NOTE, Elf.SHF_ALLOC, 4, note.length(), note)));
    }

    /** A note's section is empty: its content may be there all the same. */
    Mend empty(int section) {
        SectionHeader s = evidence.section(section);
        long size = sizeAt(s.offset());
        return size != 0 && size <= evidence.room(s.offset())
                ? sections.set(
                        EditKind.NOTE,
                        section,
                        SectionField.SH_SIZE,
                        size,
                        format("set the size of %s to the %d bytes of the note there", evidence.called(section), size))
                : replace(section);
    }

    private Mend replace(int section) {
        String name = evidence.sectionName(section);
        return new Mend.FileEdit(
                added(name),
                "make " + name + " hold " + meaning(name),
                List.of(new Change.SetContent(section, name, ByteString.of(note(name)))));
    }

    /** Another note may tell that the payload is for this hypervisor; nothing else does. */
    private EditKind added(String name) {
        boolean known = Stream.of(Optional.of(profile.dependsSection()), profile.xenDependsSection())
                .flatMap(Optional::stream)
                .flatMap(section -> NoteReader.read(evidence, section).stream())
                .anyMatch(guest.buildId()::equals);
        return known || name.equals(Profile.BUILD_ID_SECTION) ? EditKind.NOTE_ADDED : EditKind.XEN_NOTE;
    }

    private String meaning(String name) {
        return name.equals(Profile.BUILD_ID_SECTION)
                ? "a build-id, as ld --build-id=sha1 makes it"
                : "this hypervisor's build-id " + guest.buildId() + ", if the payload was built for it";
    }

    private byte[] note(String name) {
        ByteString id = name.equals(Profile.BUILD_ID_SECTION) ? sha1() : guest.buildId();
        return GnuNote.buildId(id).encode();
    }

    private ByteString sha1() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return ByteString.of(
                    digest.digest(evidence.file().slice(0, evidence.file().length())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private boolean intact(int section) {
        SectionHeader s = evidence.section(section);
        return evidence.whole(section) && s.size() >= ID && sizeAt(s.offset()) == s.size();
    }

    /** Returns the size of the build-id note at a place in the file, or 0 where none begins. */
    private long sizeAt(long offset) {
        ElfBytes file = evidence.file();
        long id = Integer.toUnsignedLong(file.u32(NoteField.N_DESCSZ.at(offset)));
        boolean good = file.u32(NoteField.N_NAMESZ.at(offset)) == GNU_SIZE
                && file.u32(NoteField.N_TYPE.at(offset)) == Elf.NT_GNU_BUILD_ID
                && file.u32(offset + NAME) == GNU
                && id > 0
                && id <= ID_MAX
                && file.contains(offset, ID + id);
        return good ? ID + id : 0;
    }

    private static Change set(SectionHeader note, NoteField field, long value, String of) {
        return new Change.SetField(field.at(note.offset()), field.width(), value, field.label() + of);
    }

    /** A note is not one, or does not fit in its section, or has no id. */
    public Mend note(int section) {
        SectionHeader s = evidence.section(section);
        if (!s.has(Elf.SHF_ALLOC)) {
            return sections.load(section);
        }
        OptionalInt other = sections.namesake(section, this::intact);
        if (other.isPresent()) {
            return sections.hide(
                    section, "remove the first " + evidence.called(section) + ": the second one holds such a note");
        }
        if (s.size() <= ID) {
            return empty(section);
        }
        if (evidence.overlaps(section)) {
            Optional<Long> hole = evidence.hole(s.size(), s.addralign());
            return hole.isPresent() && sizeAt(hole.get()) == s.size()
                    ? sections.set(
                            EditKind.NOTE,
                            section,
                            SectionField.SH_OFFSET,
                            hole.get(),
                            "set the offset of " + evidence.called(section) + " to where such a note is")
                    : replace(section);
        }
        ElfBytes file = evidence.file();
        List<Change> changes = new ArrayList<>();
        String of = " of the note in " + evidence.called(section);
        if (file.u32(NoteField.N_NAMESZ.at(s.offset())) != GNU_SIZE) {
            changes.add(set(s, NoteField.N_NAMESZ, GNU_SIZE, of));
        }
        long id = Integer.toUnsignedLong(file.u32(NoteField.N_DESCSZ.at(s.offset())));
        if (id == 0 || id > s.size() - ID) {
            changes.add(set(s, NoteField.N_DESCSZ, s.size() - ID, of));
        }
        if (file.u32(NoteField.N_TYPE.at(s.offset())) != Elf.NT_GNU_BUILD_ID) {
            changes.add(set(s, NoteField.N_TYPE, Elf.NT_GNU_BUILD_ID, of));
        }
        if (file.u32(s.offset() + NAME) != GNU) {
            changes.add(new Change.SetField(s.offset() + NAME, GNU_SIZE, GNU, "name" + of));
        }
        if (changes.isEmpty()) {
            return new Mend.Rebuild(
                    "build the payload again: relocations change the note in " + evidence.called(section));
        }
        return new Mend.FileEdit(
                EditKind.NOTE, "make the note in " + evidence.called(section) + " a build-id note", changes);
    }

    private static int equalBytes(ByteString one, ByteString other) {
        return (int) IntStream.range(0, Math.min(one.length(), other.length()))
                .filter(i -> one.at(i) == other.at(i))
                .count();
    }

    /** Returns whether two build-ids differ so little that one of them must be damaged. */
    public static boolean nearlyEqual(ByteString one, ByteString other) {
        int longer = Math.max(one.length(), other.length());
        return equalBytes(one, other) >= longer - DAMAGED_MAX;
    }

    /** Returns what to do with a payload for another hypervisor than the one with this build-id. */
    public static String buildFor(ByteString id) {
        return "rebuild the payload for this hypervisor, whose build-id is " + id
                + ", or load it into the hypervisor that it was built for";
    }

    /** The payload was built for another hypervisor, unless the note that says so is damaged. */
    public Mend otherHypervisor(int section) {
        SectionHeader s = evidence.section(section);
        ByteString id = guest.buildId();
        boolean room = s.size() >= ID + id.length();
        ByteString there = room ? ByteString.of(evidence.file().slice(s.offset() + ID, id.length())) : ByteString.of();
        int equal = equalBytes(there, id);
        return nearlyEqual(there, id)
                ? new Mend.FileEdit(
                        EditKind.NOTE,
                        format(
                                "write this hypervisor's build-id into %s; %d of its %d bytes are there already",
                                evidence.called(section), equal, id.length()),
                        List.of(new Change.SetContent(
                                section,
                                evidence.called(section),
                                ByteString.of(GnuNote.buildId(id).encode()))))
                : new Mend.Rebuild(buildFor(id));
    }
}
