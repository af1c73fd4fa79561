// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.xsplice.elf.ElfBytes;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.Endbr;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.PageFaultException;
import org.xsplice.profile.Feature;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Profile;

/** The function table after relocation, with its old addresses looked up. */
final class FunctionReader {
    private final LaidOut payload;
    private final Profile profile;
    private final Hypervisor hypervisor;
    private final RelocatedSection table;
    private final long fileOffset;
    private final long size;

    FunctionReader(LaidOut payload, Profile profile, PayloadSection section, List<Relocation> relocations) {
        this.payload = payload;
        this.profile = profile;
        this.hypervisor = payload.known().hypervisor();
        this.table = new RelocatedSection(payload, section, relocations);
        this.fileOffset = section.offset();
        this.size = table.content().length();
    }

    /** Reads the whole entries. */
    List<PatchedFunction> read() {
        int stride = profile.functionLayout().size();
        List<PatchedFunction> functions = new ArrayList<>();
        for (int i = 0; (i + 1L) * stride <= size; i++) {
            functions.add(read(i, (long) i * stride));
        }
        return functions;
    }

    private PatchedFunction read(int entry, long at) {
        ElfBytes fields = table.content();
        String name = table.string(at + FunctionLayout.NAME);
        Pointer stated = table.pointer(at + FunctionLayout.OLD_ADDR);
        Pointer old = stated.isNull() ? lookedUp(name) : stated;
        return new PatchedFunction(
                entry,
                fileOffset + at,
                name,
                old,
                stated.isNull(),
                table.pointer(at + FunctionLayout.NEW_ADDR),
                Integer.toUnsignedLong(fields.u32(at + FunctionLayout.OLD_SIZE)),
                Integer.toUnsignedLong(fields.u32(at + FunctionLayout.NEW_SIZE)),
                fields.u8(at + FunctionLayout.VERSION),
                patchOffset(old),
                expectation(at, old));
    }

    private Pointer lookedUp(String name) {
        OptionalLong address = payload.known().find(name).address();
        return new Pointer(address, address.isPresent() ? name : "");
    }

    private int patchOffset(Pointer old) {
        try {
            return profile.has(Feature.ENDBR_AWARE)
                            && old.address().isPresent()
                            && Endbr.startsAt(hypervisor.memory(), old.address().getAsLong())
                    ? Endbr.LENGTH
                    : 0;
        } catch (PageFaultException e) {
            return 0;
        }
    }

    private Optional<PatchedFunction.Expected> expectation(long at, Pointer old) {
        int head = table.content().u8(at + FunctionLayout.EXPECT);
        if (!profile.functionLayout().expectation() || (head & 1) == 0) {
            return Optional.empty();
        }
        byte[] wanted = table.content().slice(at + FunctionLayout.EXPECT + 1, head >>> 1 & 0x1f);
        return Optional.of(new PatchedFunction.Expected(
                ByteString.of(wanted),
                old.address().isPresent() && there(old.address().getAsLong(), wanted)));
    }

    private boolean there(long address, byte[] wanted) {
        try {
            return Arrays.equals(hypervisor.memory().read(address, wanted.length), wanted);
        } catch (PageFaultException e) {
            return false;
        }
    }
}
