// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.xsplice.chance.Chance;
import org.xsplice.damage.Damage;
import org.xsplice.damage.Damages;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.ExpectedBytes;
import org.xsplice.event.ByteString;
import org.xsplice.profile.HookKind;

/** Chooses what payloads consist of. */
final class RecipeMaker {
    private static final List<String> GOOD_CHANGES = List.of(
            "alt_ok", "bug_0_size_8", "bug_1_size_8", "bug_2_size_8", "bug_3_size_8", "ex_size_16", "modinfo_ok");
    private static final List<String> KNOWN_SYMBOLS = List.of(
            "printk",
            "do_xen_version",
            "xen_minor_version",
            "revert_payload",
            "common/livepatch.c#apply_payload",
            "common/livepatch.c#livepatch_printall",
            "no_such_symbol",
            "");
    /** Each returns something, as hooks that are asked must. */
    private static final List<String> HANDLERS =
            List.of("revert_payload", "common/livepatch.c#apply_payload", "xen_minor_version", "xen_extra_version");

    private static final Set<HookKind> ASKED =
            EnumSet.of(HookKind.PREAPPLY, HookKind.APPLY, HookKind.PREREVERT, HookKind.REVERT);
    /** How often another try is made where the first payload would be refused. */
    private static final int TRIES = 12;
    /** A build-id that no payload of a case has. */
    private static final int STRANGER = 17;

    private static final int[] RETURNED = {0, 0, 0, 0, -1, -2, -11, -16, -22, 5};
    private static final int[] TYPES = {
        Elf.R_X86_64_NONE, Elf.R_X86_64_64, Elf.R_X86_64_64, Elf.R_X86_64_PC32, Elf.R_X86_64_PLT32, 10, 11,
    };

    private final Target target;
    private final Chance chance;
    private final List<String> changes;

    RecipeMaker(Target target, Chance chance) {
        this.target = target;
        this.chance = chance;
        changes = Damages.of(target.profile()).stream().map(Damage::name).toList();
    }

    /** Chooses payloads that have to do with each other: they stack, share names, or have the same build-id. */
    List<Recipe> several() {
        List<Recipe> recipes = new ArrayList<>();
        int count = 1 + chance.below(4);
        for (int i = 0; i < count; i++) {
            Recipe recipe = one(i);
            for (int tries = 0; i == 0 && !sound(recipe) && tries < TRIES; tries++) {
                recipe = one(i);
            }
            recipes.add(recipe);
        }
        return recipes;
    }

    private Recipe one(int number) {
        int id = number > 0 && chance.oneIn(25) ? number - 1 : number;
        int below = number > 0 && chance.oneIn(3) ? number - 1 : chance.oneIn(20) ? STRANGER : Recipe.ON_XEN;
        OptionalLong damage = chance.oneIn(5) ? OptionalLong.of(chance.nextLong()) : OptionalLong.empty();
        return new Recipe(id, below, !chance.oneIn(40), parts(), damage);
    }

    /** Returns whether a payload will probably be accepted. */
    static boolean sound(Recipe recipe) {
        boolean patches = recipe.parts().stream()
                .anyMatch(p -> p instanceof Part.Replacement || p instanceof Part.Nops || p instanceof Part.Hook);
        return patches
                && recipe.ofThisXen()
                && recipe.damage().isEmpty()
                && recipe.parts().stream().allMatch(RecipeMaker::sound);
    }

    private static boolean sound(Part part) {
        if (part instanceof Part.Change change) {
            return GOOD_CHANGES.contains(change.name());
        }
        if (part instanceof Part.Replacement replacement) {
            return replacement.oldSizeMore() >= 0 && !(replacement.code() instanceof Code.RefersTo);
        }
        if (part instanceof Part.Nops nops) {
            return nops.length() < 32;
        }
        return !(part instanceof Part.Reference)
                && !(part instanceof Part.Provided p && p.name().equals("printk"));
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        if (!chance.oneIn(12)) {
            int functions = 1 + chance.below(2);
            for (int i = 0; i < functions; i++) {
                parts.add(function());
            }
        }
        if (chance.oneIn(2)) {
            hooks(parts);
        }
        while (chance.oneIn(2)) {
            parts.add(extra());
        }
        return parts;
    }

    private Part function() {
        int function = chance.below(target.functions().size());
        Part.By by = Part.By.values()[chance.below(Part.By.values().length)];
        if (chance.oneIn(5)) {
            int[] lengths = {1, 3, 4, 5, 6, 8, 9, 10, 12, 31, 32};
            return new Part.Nops(function, by, lengths[chance.below(lengths.length)], expectation(function));
        }
        int more = chance.oneIn(10) ? new int[] {-7, -6, -4, 16, 1 << 20}[chance.below(5)] : 0;
        return new Part.Replacement(function, by, more, code(), expectation(function));
    }

    private ExpectedBytes expectation(int function) {
        if (!chance.oneIn(5)) {
            return ExpectedBytes.NONE;
        }
        byte[] there = target.image().bytesAt(target.functions().get(function).address(), chance.below(13));
        return switch (chance.below(6)) {
            case 0 -> ExpectedBytes.of((byte) 0x90, (byte) 0x90);
            case 1 -> new ExpectedBytes(true, 1 + chance.below(31), chance.below(4), ByteString.of(there));
            case 2 -> new ExpectedBytes(false, 4, 3, ByteString.of(there));
            default -> ExpectedBytes.of(there);
        };
    }

    private Code code() {
        return switch (chance.below(8)) {
            case 0, 1, 2 -> new Code.ReturnsText("text " + chance.below(100));
            case 3 -> new Code.Prints("called");
            case 4 -> new Code.RefersTo(KNOWN_SYMBOLS.get(chance.below(KNOWN_SYMBOLS.size())));
            default -> new Code.Returns(chance.below(1000));
        };
    }

    private void hooks(List<Part> parts) {
        do {
            HookKind kind = HookKind.values()[chance.below(HookKind.values().length)];
            parts.add(new Part.Hook(kind, hook(kind)));
            if (kind.multiple() && chance.oneIn(3)) {
                parts.add(new Part.Hook(kind, hook(kind)));
            }
        } while (chance.oneIn(2));
    }

    private Code hook(HookKind kind) {
        if (chance.oneIn(40)) {
            return new Code.Bytes(chance.oneIn(2) ? Code.Bytes.Kind.UNDEFINED : Code.Bytes.Kind.READS_NULL);
        }
        if (kind == HookKind.APPLY && chance.oneIn(2)) {
            return chance.oneIn(2)
                    ? new Code.Bytes(Code.Bytes.Kind.MARKS_APPLIED)
                    : new Code.GoesTo("common/livepatch.c#apply_payload");
        }
        if (kind == HookKind.REVERT && chance.oneIn(2)) {
            return chance.oneIn(2) ? new Code.Bytes(Code.Bytes.Kind.MARKS_REVERTED) : new Code.GoesTo("revert_payload");
        }
        return switch (chance.below(8)) {
            case 0, 1 -> new Code.Prints(kind.section());
            case 2 ->
                kind.multiple() ? new Code.Returns(0) : new Code.GoesTo(HANDLERS.get(chance.below(HANDLERS.size())));
            case 3 -> ASKED.contains(kind) ? new Code.Returns(0) : new Code.Bytes(Code.Bytes.Kind.NOTHING);
            default -> new Code.Returns(RETURNED[chance.below(RETURNED.length)]);
        };
    }

    private Part extra() {
        return switch (chance.below(10)) {
            case 0, 1 -> new Part.Change(changes.get(chance.below(changes.size())));
            case 2, 3, 4 -> new Part.Change(GOOD_CHANGES.get(chance.below(GOOD_CHANGES.size())));
            case 5, 6 -> new Part.Data(chance.oneIn(2), !chance.oneIn(3), chance.below(6000), 1 << chance.below(14));
            case 7 -> new Part.Provided(provided(), chance.oneIn(2));
            default ->
                new Part.Reference(
                        chance.oneIn(2) ? provided() : KNOWN_SYMBOLS.get(chance.below(KNOWN_SYMBOLS.size())),
                        TYPES[chance.below(TYPES.length)],
                        chance.oneIn(4) ? chance.nextLong() >> chance.below(64) : 0);
        };
    }

    /** Few names, so that payloads meet. */
    private String provided() {
        return chance.oneIn(6) ? "printk" : "shared_" + chance.below(4);
    }
}
