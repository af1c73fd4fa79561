// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xsplice.chance.Chance;

/**
 * Damages files of any kind at random, one to four times each, and more often near their ends, where formats have their headers:
 * bits and bytes, parts that are left out, repeated or moved, other beginnings.
 */
public final class FileMutator {
    private static final int CHANGES_MAX = 4;
    private static final int NEAR_END = 64;
    private static final byte[] BORDERS = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};
    /** Of gzip, xz, zstd, bzip2, LZMA, LZ4, ELF and PE. */
    private static final List<byte[]> BEGINNINGS = List.of(
            new byte[] {0x1f, (byte) 0x8b, 8},
            new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0},
            new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
            new byte[] {'B', 'Z', 'h', '9'},
            new byte[] {0x5d, 0, 0},
            new byte[] {0x04, 0x22, 0x4d, 0x18},
            new byte[] {0x7f, 'E', 'L', 'F', 1},
            new byte[] {'M', 'Z'});

    private final Chance chance;

    /**
     * Prepares to damage files.
     *
     * @param chance where all choices come from: an equal stream yields equal mutants
     */
    public FileMutator(Chance chance) {
        this.chance = chance;
    }

    /** Damages a file; the one given is left as it was. */
    public Mutant mutate(byte[] file) {
        List<String> changes = new ArrayList<>();
        byte[] damaged = file.clone();
        for (int count = 1 + chance.below(CHANGES_MAX); count > 0 && damaged.length > 0; count--) {
            damaged = change(damaged, changes);
        }
        return new Mutant(damaged, List.copyOf(changes));
    }

    private int place(int length) {
        int near = Math.min(NEAR_END, length);
        return switch (chance.below(3)) {
            case 0 -> chance.below(near);
            case 1 -> length - 1 - chance.below(near);
            default -> chance.below(length);
        };
    }

    private byte[] change(byte[] file, List<String> changes) {
        int at = place(file.length);
        switch (chance.below(6)) {
            case 0 -> {
                int bit = chance.below(Byte.SIZE);
                changes.add(format("bit %d of byte %d is flipped", bit, at));
                file[at] ^= (byte) (1 << bit);
                return file;
            }
            case 1 -> {
                byte value = BORDERS[chance.below(BORDERS.length)];
                int count = Math.min(1 << chance.below(4), file.length - at);
                changes.add(format("%d bytes from %d on are %02x", count, at, value));
                Arrays.fill(file, at, at + count, value);
                return file;
            }
            case 2 -> {
                changes.add("it ends at " + at);
                return Arrays.copyOf(file, at);
            }
            case 3 -> {
                int count = Math.min(1 + chance.below(4096), file.length - at);
                changes.add(format("%d bytes from %d on come twice", count, at));
                byte[] longer = Arrays.copyOf(file, file.length + count);
                System.arraycopy(file, at, longer, at + count, file.length - at);
                return longer;
            }
            case 4 -> {
                int count = Math.min(1 + chance.below(4096), file.length - at);
                changes.add(format("without %d bytes from %d on", count, at));
                byte[] shorter = Arrays.copyOf(file, file.length - count);
                System.arraycopy(file, at + count, shorter, at, file.length - at - count);
                return shorter;
            }
            default -> {
                int which = chance.below(BEGINNINGS.size());
                byte[] beginning = BEGINNINGS.get(which);
                changes.add(format("it begins as a file of kind %d", which));
                System.arraycopy(beginning, 0, file, 0, Math.min(beginning.length, file.length));
                return file;
            }
        }
    }
}
