// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bootfile;

import java.util.Optional;
import org.xsplice.elf.ElfBytes;
import org.xsplice.event.ByteString;

/**
 * Xen as it is booted, without sections and symbols of its file: what it puts into memory, and what its headers tell.
 *
 * @param note where its build-id is, if it has one
 */
public record BootFile(LinkedBytes content, Optional<IdNote> note) {
    /**
     * A build-id.
     *
     * @param section what xen-syms, or the PE file, calls the section that it is in
     * @param address where the note or record that has it begins
     * @param size of that, in bytes
     * @param idAddress where the id itself is
     */
    public record IdNote(String section, long address, long size, ByteString id, long idAddress) {}

    /**
     * Reads one.
     *
     * @param kind {@link FileKind#XEN_MULTIBOOT} or {@link FileKind#EFI_PROGRAM}
     * @throws BadBootFileException if its headers lead out of the file
     */
    public static BootFile read(FileKind kind, ElfBytes file) throws BadBootFileException {
        return kind == FileKind.EFI_PROGRAM ? new EfiProgram(file).read() : new MultibootWrapper(file).read();
    }
}
