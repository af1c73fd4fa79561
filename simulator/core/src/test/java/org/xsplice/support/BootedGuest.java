// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xsplice.bootfile.ImageSection;
import org.xsplice.bootfile.OwnSymbol;
import org.xsplice.elf.Elf;
import org.xsplice.hypervisor.EmbeddedGuest;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.Symbol;

/**
 * The embedded guest as a boot loader would get it: without sections and symbols of its file, and with a compressed table
 * of symbols behind its memory.
 */
public final class BootedGuest {
    private static final long ORIGIN = 0xffff82d040000000L;
    private static final int MULTIBOOT_MAGIC = 0x1badb002;
    private static final int WRAPPER_HEADERS = 0x80;
    private static final int PE_HEADERS = 0x400;
    private static final int DEBUG_ENTRY = 28;
    private static final int CODEVIEW_SIZE = 25;
    private static final int SIGNATURE_SIZE = 16;

    private final HypervisorImage guest;
    private final List<OwnSymbol> symbols = new ArrayList<>();
    private final boolean withEnds;
    private final long start;
    private final int noteAt;
    private final int noteSize;

    /** Takes the plain guest, with its table as before 4.21. */
    public BootedGuest() {
        this(List.of(), false);
    }

    /**
     * Takes the plain guest.
     *
     * @param more symbols besides its own
     * @param withEnds whether the table tells where functions end, as since 4.21
     */
    public BootedGuest(List<OwnSymbol> more, boolean withEnds) {
        guest = EmbeddedGuest.PLAIN.image();
        this.withEnds = withEnds;
        start = guest.symbols().require("_stext");
        long text = guest.symbols().require("_etext");
        for (String name : guest.symbols().names()) {
            Symbol symbol = guest.symbols().find(name).orElseThrow();
            boolean local = name.contains("#");
            char type = Long.compareUnsigned(symbol.address(), text) < 0 ? 'T' : 'D';
            symbols.add(
                    new OwnSymbol(local ? Character.toLowerCase(type) : type, name, symbol.address(), symbol.size()));
        }
        symbols.addAll(more);
        ImageSection note = guest.sections().stream()
                .filter(s -> s.type() == Elf.SHT_NOTE)
                .findFirst()
                .orElseThrow();
        noteAt = (int) (note.addr() - start);
        noteSize = (int) note.size();
    }

    /** Returns the guest as it is in fixtures. */
    public HypervisorImage guest() {
        return guest;
    }

    /** Returns what the table has, by name. */
    public List<OwnSymbol> symbols() {
        return symbols;
    }

    /** Returns it as what is in xen-*.gz. */
    public byte[] multiboot() {
        byte[] memory = memory(0);
        ByteBuffer file = little(new byte[WRAPPER_HEADERS + memory.length]);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1}).position(16);
        file.putShort((short) Elf.ET_EXEC).putShort((short) 3).putInt(1);
        file.putInt((int) (start - ORIGIN)).putInt(52).putInt(0).putInt(0);
        file.putShort((short) 52).putShort((short) 32).putShort((short) 2);
        int physical = (int) (start - ORIGIN);
        segment(file, 52, Elf.PT_LOAD, WRAPPER_HEADERS, physical, memory.length);
        segment(file, 84, 4, WRAPPER_HEADERS + noteAt, noteAt, noteSize);
        file.putInt(WRAPPER_HEADERS - WRAPPER_HEADERS % 4 - 4, MULTIBOOT_MAGIC);
        System.arraycopy(memory, 0, file.array(), WRAPPER_HEADERS, memory.length);
        return file.array();
    }

    private static void segment(ByteBuffer file, int at, int type, int offset, int address, int size) {
        file.position(at);
        file.putInt(type)
                .putInt(offset)
                .putInt(address)
                .putInt(address)
                .putInt(size)
                .putInt(size);
    }

    /** Returns it as xen-*.efi; its build-id is the first 16 bytes of the guest's, and stands behind its memory. */
    public byte[] efi() {
        byte[] memory = memory(DEBUG_ENTRY + CODEVIEW_SIZE);
        int rva = (int) (start - ORIGIN);
        int debug = memory.length - DEBUG_ENTRY - CODEVIEW_SIZE;
        ByteBuffer content = little(memory);
        content.position(debug + 12);
        content.putInt(2)
                .putInt(CODEVIEW_SIZE)
                .putInt(rva + debug + DEBUG_ENTRY)
                .putInt(PE_HEADERS + debug + DEBUG_ENTRY);
        content.put("RSDS".getBytes(StandardCharsets.US_ASCII));
        content.put(guest.buildId().toArray(), 0, SIGNATURE_SIZE).putInt(1);

        ByteBuffer file = little(new byte[PE_HEADERS + memory.length]);
        file.putShort((short) 0x5a4d).putInt(0x3c, 0x80);
        file.position(0x80);
        file.putInt(0x4550).putShort((short) 0x8664).putShort((short) 2);
        file.position(0x80 + 20);
        file.putShort((short) 240).putShort((short) 0x22e).putShort((short) 0x20b);
        file.putLong(0x80 + 48, ORIGIN).putInt(0x80 + 132, 16);
        file.putInt(0x80 + 136 + 48, rva + debug).putInt(0x80 + 136 + 52, DEBUG_ENTRY);
        section(file, 0x80 + 24 + 240, ".text", memory.length, rva, PE_HEADERS, 0xe0000060);
        section(file, 0x80 + 24 + 280, ".reloc", 4, rva + memory.length, PE_HEADERS, 0x42000040);
        System.arraycopy(memory, 0, file.array(), PE_HEADERS, memory.length);
        return file.array();
    }

    private static void section(ByteBuffer file, int at, String name, int size, int rva, int offset, int flags) {
        file.position(at);
        file.put(name.getBytes(StandardCharsets.US_ASCII)).position(at + 8);
        file.putInt(size).putInt(rva).putInt(size).putInt(offset).position(at + 36);
        file.putInt(flags);
    }

    /** Returns what is in memory, from the beginning of its text on: the sections, the table, and room behind it. */
    private byte[] memory(int room) {
        int end = (int) (guest.symbols().require("__2M_rwdata_end") - start);
        byte[] table = SymbolTableEncoder.encode(symbols, withEnds);
        byte[] memory = new byte[end + (table.length + 3 & ~3) + room];
        for (ImageSection section : guest.sections()) {
            if (section.type() != Elf.SHT_NOBITS) {
                byte[] content = guest.file().slice(section.offset(), (int) section.size());
                System.arraycopy(content, 0, memory, (int) (section.addr() - start), content.length);
            }
        }
        System.arraycopy(table, 0, memory, end, table.length);
        return memory;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
