// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.hypervisor.Endbr;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.machine.Access;
import org.xsplice.machine.Permission;
import org.xsplice.profile.Feature;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Profile;

/** Finds what is risky about the places that a payload patches, by reading the guest's present text. */
public final class PatchHazards {
    /** {@code ARCH_PATCH_INSN_SIZE}, in bytes. */
    private static final int JUMP_SIZE = 5;
    /** More branches into one patch than that are only counted. */
    private static final int BRANCHES_NAMED = 3;

    private final Hypervisor hypervisor;
    private final Profile profile;
    private final GuestCode code;
    private final LongPredicate payloadText;
    private final List<Hazard> found = new ArrayList<>();

    private PatchHazards(Hypervisor hypervisor, Profile profile, Disassembler disassembler, LongPredicate payloadText) {
        this.hypervisor = hypervisor;
        this.profile = profile;
        this.code = new GuestCode(hypervisor, disassembler);
        this.payloadText = payloadText;
    }

    /**
     * Finds them for a payload that is in memory.
     *
     * @param sites the entries of one payload
     * @return in order of the entries
     */
    public static List<Hazard> find(
            Hypervisor hypervisor, Profile profile, Disassembler disassembler, List<FunctionPatch> sites) {
        return find(hypervisor, profile, disassembler, sites, address -> false);
    }

    /**
     * Finds them for a payload that need not be in memory.
     *
     * @param payloadText tells whether an address would be in the payload's text
     */
    public static List<Hazard> find(
            Hypervisor hypervisor,
            Profile profile,
            Disassembler disassembler,
            List<FunctionPatch> sites,
            LongPredicate payloadText) {
        PatchHazards hazards = new PatchHazards(hypervisor, profile, disassembler, payloadText);
        hazards.find(sites);
        return List.copyOf(hazards.found);
    }

    private void find(List<FunctionPatch> sites) {
        List<Patch> patches = sites.stream().map(this::patch).toList();
        ReferenceScan scan = scan(patches);
        for (Patch patch : patches) {
            target(patch);
            if (code.text().contains(patch.site().oldAddr())) {
                place(patch);
                branches(patch, scan);
            } else if (!executable(patch.site().oldAddr())) {
                add(
                        patch,
                        HazardKind.NOT_TEXT,
                        format(
                                "%016x is not in the hypervisor's text",
                                patch.site().oldAddr()));
            }
        }
        overlaps(patches);
        Comparator<Hazard> byEntry =
                Comparator.comparing(h -> h.site().map(FunctionPatch::entry).orElse(Integer.MAX_VALUE));
        Collections.sort(found, byEntry);
    }

    /**
     * A site, and what is written there.
     *
     * @param offset of the patch from old_addr: after an ENDBR64
     * @param length in bytes
     */
    private record Patch(FunctionPatch site, int offset, long length) {
        long at() {
            return site.oldAddr() + offset;
        }

        long end() {
            return at() + length;
        }
    }

    private Patch patch(FunctionPatch site) {
        boolean endbr = profile.has(Feature.ENDBR_AWARE)
                && executable(site.oldAddr())
                && executable(site.oldAddr() + Endbr.LENGTH - 1)
                && Endbr.startsAt(hypervisor.memory(), site.oldAddr());
        int offset = endbr ? Endbr.LENGTH : 0;
        return new Patch(site, offset, site.nops() ? nops(site, offset) : JUMP_SIZE);
    }

    /** Returns how many bytes of NOPs are written; the hypervisor takes no more than it can save. */
    private static long nops(FunctionPatch site, int offset) {
        return Math.max(0, Math.min(site.newSize(), FunctionLayout.OPAQUE_SIZE) - offset);
    }

    private boolean executable(long address) {
        Permission permission = hypervisor.memory().permissionAt(address);
        return permission != null && permission.allows(Access.EXECUTE);
    }

    private ReferenceScan scan(List<Patch> patches) {
        TreeSet<Long> inner = new TreeSet<>();
        TreeSet<Long> starts = new TreeSet<>();
        for (Patch patch : patches) {
            starts.add(patch.site().oldAddr());
            LongStream.range(patch.at() + 1, patch.end()).forEach(inner::add);
        }
        return new ReferenceScan(code, inner, starts);
    }

    private void target(Patch patch) {
        long target = patch.site().newAddr();
        if (patch.site().nops()) {
            if (patch.site().newSize() < patch.offset()) {
                add(
                        patch,
                        HazardKind.NOPS_SHORTER_THAN_ENDBR,
                        format(
                                "new_size is %d, but the function begins with an ENDBR64 of %d bytes",
                                patch.site().newSize(), Endbr.LENGTH));
            } else if (patch.length() == 0) {
                String why = patch.offset() == 0 ? "new_size is 0" : "new_size counts just the ENDBR64, which stays";
                add(patch, HazardKind.NOTHING_WRITTEN, why);
            }
            return;
        }
        long distance = target - patch.end();
        if (distance != (int) distance) {
            add(
                    patch,
                    HazardKind.JUMP_TOO_FAR,
                    format("a jump at %016x with a 32-bit distance does not reach %016x", patch.at(), target));
        }
        if (!executable(target) && !payloadText.test(target)) {
            add(patch, HazardKind.NEW_ADDR_NOT_CODE, format("new_addr %016x is not in executable memory", target));
        }
    }

    /** Looks at old_addr, and at the bytes after the patch. */
    private void place(Patch patch) {
        FunctionPatch site = patch.site();
        Optional<Symbol> function = code.function(site.oldAddr());
        if (function.isEmpty()) {
            return;
        }
        if (function.get().address() != site.oldAddr()) {
            Optional<Instruction> cut = cut(site.oldAddr());
            if (cut.isPresent()) {
                add(patch, HazardKind.INSIDE_INSTRUCTION, place(site.oldAddr()) + " is within " + shown(cut.get()));
            } else {
                add(patch, HazardKind.NOT_FUNCTION_START, place(site.oldAddr()) + " is not where a function begins");
            }
        }
        long end = function.get().address() + function.get().size();
        if (Long.compareUnsigned(patch.end(), end) > 0) {
            add(
                    patch,
                    HazardKind.SHORT_FUNCTION,
                    format(
                            "%d bytes are written at %s, %d more than fit before %s",
                            patch.length(), place(patch.at()), patch.end() - end, place(end)));
        } else if (Long.compareUnsigned(site.oldAddr() + site.oldSize(), end) > 0) {
            add(
                    patch,
                    HazardKind.OLD_SIZE_TOO_LARGE,
                    format(
                            "old_size is %d, but %s begins after %d bytes",
                            site.oldSize(), place(end), end - site.oldAddr()));
        }
        if (site.nops() && patch.length() > 0 && Long.compareUnsigned(patch.end(), end) <= 0) {
            behindNops(patch, function.get());
        }
    }

    private void behindNops(Patch patch, Symbol function) {
        Optional<Instruction> cut = cut(patch.end());
        if (cut.isPresent()) {
            add(patch, HazardKind.NOP_TAIL_CUTS_INSTRUCTION, "the last NOP ends within " + shown(cut.get()));
        } else if (code.instructions(function).stream()
                .filter(i -> Long.compareUnsigned(i.address(), patch.end()) >= 0)
                .allMatch(Opcodes::isPadding)) {
            add(
                    patch,
                    HazardKind.NOPS_FALL_THROUGH,
                    format("all of %s is overwritten, including its return", function.name()));
        }
    }

    /** Finds the instruction that an address would cut in two. */
    private Optional<Instruction> cut(long address) {
        return code.instructionAt(address).filter(i -> i.address() != address);
    }

    private void branches(Patch patch, ReferenceScan scan) {
        List<Branch> into = scan.branches().stream()
                .filter(b -> b.target() > patch.at() && b.target() < patch.end())
                .filter(b -> taken(patch, b))
                .toList();
        if (!into.isEmpty()) {
            String more = into.size() > BRANCHES_NAMED ? format(" and %d more", into.size() - BRANCHES_NAMED) : "";
            List<String> named = into.stream()
                    .limit(BRANCHES_NAMED)
                    .map(b -> format(
                            "%s at %s leads to %s",
                            b.instruction().mnemonic(), place(b.instruction().address()), place(b.target())))
                    .toList();
            add(patch, HazardKind.BRANCH_INTO_PATCH, String.join("; ", named) + more);
        }
        long start = patch.site().oldAddr();
        boolean begins = code.function(start).filter(f -> f.address() == start).isPresent();
        if (begins && !scan.refersTo(start) && !code.runsInto(start)) {
            add(
                    patch,
                    HazardKind.NO_CALLERS,
                    format(
                            "nothing in the hypervisor calls %s or has its address",
                            patch.site().name()));
        }
    }

    /** Returns whether a branch can still be taken when the patch is there, and does harm. */
    private boolean taken(Patch patch, Branch branch) {
        if (patch.site().nops()) {
            return !overwritten(patch, branch.instruction()) && cutsNop(patch, branch.target());
        }
        long start = patch.site().oldAddr();
        Optional<Symbol> function = code.function(start);
        Optional<Symbol> from = code.function(branch.instruction().address());
        boolean wholeFunction = function.filter(f -> f.address() == start).isPresent();
        boolean own = from.isPresent()
                && function.isPresent()
                && (from.get().address() == function.get().address()
                        || from.get().name().startsWith(function.get().name() + ".cold"));
        return !(wholeFunction && own);
    }

    private static boolean overwritten(Patch patch, Instruction instruction) {
        return instruction.address() < patch.end() && instruction.next() > patch.at();
    }

    /** The longest form comes first, again and again: only where it ends, another one begins. */
    private boolean cutsNop(Patch patch, long target) {
        return (target - patch.at()) % profile.cpu().nops().longest() != 0;
    }

    private void overlaps(List<Patch> patches) {
        List<Patch> sorted = patches.stream()
                .filter(patch -> patch.length() != 0)
                .sorted(Comparator.comparing(Patch::at, Long::compareUnsigned))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            Patch first = sorted.get(i - 1);
            Patch second = sorted.get(i);
            if (second.at() == first.at()) {
                add(
                        second,
                        HazardKind.SAME_ADDRESS,
                        format(
                                "entry %d also patches %s",
                                first.site().entry(), place(second.site().oldAddr())));
            } else if (second.at() - first.at() < first.length()) {
                add(
                        second,
                        HazardKind.OVERLAPPING_PATCHES,
                        format(
                                "entry %d writes %d bytes at %s, and this entry begins inside them, at %s",
                                first.site().entry(), first.length(), place(first.at()), place(second.at())));
            }
        }
    }

    private void add(Patch patch, HazardKind kind, String reason) {
        found.add(Hazard.at(patch.site(), kind, reason));
    }

    /** Names a place in the guest's code: a symbol and an offset. */
    private String place(long address) {
        return code.function(address)
                .map(f -> f.name() + (f.address() == address ? "" : "+0x" + Long.toHexString(address - f.address())))
                .orElse(format("%016x", address));
    }

    private String shown(Instruction instruction) {
        return format("`%s` at %s", instruction.text(), place(instruction.address()));
    }
}
