// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.xsplice.elf.Elf;
import org.xsplice.event.ByteString;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profile;

/**
 * Builds a live patch for one hypervisor release, without a compiler. For example, "make {@code xen_extra_version}
 * return 0":
 *
 * <pre>{@code
 * byte[] payload = PayloadBuilder.of(Profiles.XEN_4_17)
 *         .builtFor(buildIdOfXen)
 *         .replace("xen_extra_version", 0xffff82d040200b20L, 8, xorEaxEax, ret)
 *         .build();
 * }</pre>
 *
 * <p>Equal descriptions give equal files. A build-id that is not given is the SHA-1 of the rest of the file, as
 * {@code ld --build-id=sha1} would choose it.
 */
public final class PayloadBuilder {
    private static final int ID_SIZE = 20;
    private static final int POINTER_SIZE = 8;

    private final Profile profile;
    private final ObjectBuilder object = new ObjectBuilder();
    private final List<FunctionEntry> functions = new ArrayList<>();
    private final Map<HookKind, List<SymbolRef>> hooks = new EnumMap<>(HookKind.class);
    private ByteString id;
    private ByteString xen = zeros();
    private ByteString below;

    private PayloadBuilder(Profile profile) {
        this.profile = profile;
    }

    /** Begins a payload with the section names and structures of a release. */
    public static PayloadBuilder of(Profile profile) {
        return new PayloadBuilder(profile);
    }

    private static ByteString zeros() {
        return ByteString.of(new byte[ID_SIZE]);
    }

    /** Gives the payload its own build-id. */
    public PayloadBuilder buildId(ByteString own) {
        id = own;
        return this;
    }

    /** Tells the build-id of the hypervisor; the payload also stacks on it unless {@link #stackedOn} says otherwise. */
    public PayloadBuilder builtFor(ByteString hypervisor) {
        xen = hypervisor;
        return this;
    }

    /** Sets the build-id of the payload that must have been applied last. */
    public PayloadBuilder stackedOn(ByteString buildId) {
        below = buildId;
        return this;
    }

    /** Replaces a function that is at a known address. */
    public PayloadBuilder replace(String function, long oldAddr, int oldSize, byte... code) {
        return replace(function, new Address.At(oldAddr), oldSize, code);
    }

    /** Replaces a function that the hypervisor finds by its name. */
    public PayloadBuilder replaceByName(String function, int oldSize, byte... code) {
        return replace(function, Address.NULL, oldSize, code);
    }

    private PayloadBuilder replace(String function, Address oldAddr, int oldSize, byte... code) {
        Address newAddr = new Address.Of(text(function + ".new", code), 0);
        return function(new FunctionEntry(function, newAddr, oldAddr, code.length, oldSize, ExpectedBytes.NONE));
    }

    /** Fills the first bytes of a function with NOPs. */
    public PayloadBuilder nop(String function, long oldAddr, int oldSize, int nops) {
        return function(
                new FunctionEntry(function, Address.NULL, new Address.At(oldAddr), nops, oldSize, ExpectedBytes.NONE));
    }

    /** Adds an entry to the function section. */
    public PayloadBuilder function(FunctionEntry entry) {
        functions.add(entry);
        return this;
    }

    /** Adds a hook; where a release has only one of a kind, a second one makes the section too large. */
    public PayloadBuilder hook(HookKind kind, SymbolRef function) {
        hooks.computeIfAbsent(kind, k -> new ArrayList<>()).add(function);
        return this;
    }

    /** Adds a function in a section of its own. */
    public SymbolRef text(String name, byte... code) {
        int section =
                object.section(ObjectSection.progbits(".text." + name, Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 16, code));
        return object.symbol(ObjectSymbol.global(name, Elf.STT_FUNC, section, 0, code.length));
    }

    /** Returns what collects the sections, symbols and relocations that are not live patching's own. */
    public ObjectBuilder object() {
        return object;
    }

    /** Writes the payload. The builder can go on from here. */
    public byte[] build() {
        return buildObject().write();
    }

    /** Puts the payload together without writing it. */
    public ElfObject buildObject() {
        ObjectBuilder whole = new ObjectBuilder(object);
        note(whole, profile.dependsSection(), below == null ? xen : below);
        profile.xenDependsSection().ifPresent(section -> note(whole, section, xen));
        hooks.forEach((kind, targets) -> hookSection(whole, kind, targets));
        if (!functions.isEmpty()) {
            functionSection(whole);
        }
        int note = whole.section(noteSection(Profile.BUILD_ID_SECTION, id == null ? zeros() : id));
        ElfObject built = whole.build();
        return id != null ? built : built.with(note, noteSection(Profile.BUILD_ID_SECTION, sha1(built.write())));
    }

    private static void note(ObjectBuilder whole, String section, ByteString descriptor) {
        whole.section(noteSection(section, descriptor));
    }

    private static ObjectSection noteSection(String name, ByteString descriptor) {
        return ObjectSection.progbits(
                        name, Elf.SHF_ALLOC, 4, GnuNote.buildId(descriptor).encode())
                .withType(Elf.SHT_NOTE);
    }

    private static void hookSection(ObjectBuilder whole, HookKind kind, List<SymbolRef> targets) {
        int section = whole.section(ObjectSection.progbits(
                kind.section(), Elf.SHF_ALLOC, POINTER_SIZE, new byte[targets.size() * POINTER_SIZE]));
        for (int i = 0; i < targets.size(); i++) {
            whole.relocate(section, (long) i * POINTER_SIZE, Elf.R_X86_64_64, targets.get(i), 0);
        }
    }

    private void functionSection(ObjectBuilder whole) {
        StringTable names = new StringTable();
        int[] nameOffsets =
                functions.stream().mapToInt(f -> names.offsetOf(f.name())).toArray();
        ObjectSection strings = ObjectSection.progbits(
                        ".rodata.str1.1", Elf.SHF_ALLOC | Elf.SHF_MERGE | Elf.SHF_STRINGS, 1, names.toArray())
                .withEntsize(1);
        SymbolRef stringsSymbol = whole.symbol(ObjectSymbol.section(whole.section(strings)));
        FunctionLayout layout = profile.functionLayout();
        byte[] entries = new byte[functions.size() * layout.size()];
        for (int i = 0; i < functions.size(); i++) {
            encode(functions.get(i), entries, i * layout.size());
        }
        int section = whole.section(ObjectSection.progbits(
                profile.functionSection(), Elf.SHF_ALLOC | Elf.SHF_WRITE, POINTER_SIZE, entries));
        for (int i = 0; i < functions.size(); i++) {
            long at = (long) i * layout.size();
            address(whole, section, at + FunctionLayout.NAME, new Address.Of(stringsSymbol, nameOffsets[i]));
            address(
                    whole,
                    section,
                    at + FunctionLayout.NEW_ADDR,
                    functions.get(i).newAddr());
            address(
                    whole,
                    section,
                    at + FunctionLayout.OLD_ADDR,
                    functions.get(i).oldAddr());
        }
    }

    private void encode(FunctionEntry entry, byte[] into, int at) {
        LittleEndian.put(into, at, FunctionField.NEW_ADDR, number(entry.newAddr()));
        LittleEndian.put(into, at, FunctionField.OLD_ADDR, number(entry.oldAddr()));
        LittleEndian.put(into, at, FunctionField.NEW_SIZE, entry.newSize());
        LittleEndian.put(into, at, FunctionField.OLD_SIZE, entry.oldSize());
        LittleEndian.put(
                into, at, FunctionField.VERSION, profile.functionLayout().version());
        if (profile.functionLayout().expectation()) {
            System.arraycopy(entry.expectation().encode(), 0, into, at + FunctionLayout.EXPECT, ExpectedBytes.SIZE);
        }
    }

    private static long number(Address address) {
        return address instanceof Address.At at ? at.value() : 0;
    }

    private static void address(ObjectBuilder whole, int section, long offset, Address address) {
        if (address instanceof Address.Of of) {
            whole.relocate(section, offset, Elf.R_X86_64_64, of.symbol(), of.addend());
        }
    }

    private static ByteString sha1(byte[] bytes) {
        try {
            return ByteString.of(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-1", e);
        }
    }
}
