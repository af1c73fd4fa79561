// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ExpectedBytes;
import org.xsplice.elf.build.FunctionField;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.event.ByteString;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Profile;

/** Damages of the first entry of the function section, and expectations in it. */
final class FunctionDamages {
    private final Profile profile;
    private final FunctionTable table;
    private final List<Damage> all = new ArrayList<>();

    private FunctionDamages(Profile profile) {
        this.profile = profile;
        table = new FunctionTable(profile);
    }

    static List<Damage> all(Profile profile) {
        FunctionDamages damages = new FunctionDamages(profile);
        damages.sizes();
        damages.fields();
        damages.nops();
        damages.oldAddresses();
        damages.newAddresses();
        damages.secondEntries();
        if (profile.functionLayout().expectation()) {
            damages.expectations();
        }
        return damages.all;
    }

    private void sizes() {
        int entry = profile.functionLayout().size();
        int other = entry == FunctionLayout.VERSION_1.size()
                ? FunctionLayout.VERSION_2.size()
                : FunctionLayout.VERSION_1.size();
        for (int size : new int[] {entry - 1, other}) {
            all.add(new Damage(
                    "fn_size_" + size,
                    "The function section has " + size + " bytes.",
                    Edit.object(o -> o.with(
                                    o.indexOf(profile.functionSection()),
                                    o.section(profile.functionSection())
                                            .withContent(Arrays.copyOf(
                                                    o.section(profile.functionSection())
                                                            .content()
                                                            .toArray(),
                                                    Math.max(size, entry)))))
                            .then(Edit.raw(raw -> raw.set(profile.functionSection(), SectionField.SH_SIZE, size)))));
        }
    }

    private void fields() {
        for (int version : new int[] {0, 1, 2, 3, 255}) {
            if (version != profile.functionLayout().version()) {
                set("fn_version_" + version, "The version is " + version + ".", FunctionField.VERSION, version);
            }
        }
        set("fn_old_size0", "old_size is 0.", FunctionField.OLD_SIZE, 0);
        set("fn_old_size_4", "old_size is 4, less than a jump.", FunctionField.OLD_SIZE, 4);
        set("fn_old_size_5", "old_size is 5, just a jump.", FunctionField.OLD_SIZE, 5);
        set("fn_old_size_huge", "old_size is 2^32 - 1.", FunctionField.OLD_SIZE, -1);
        set("fn_new_size0", "new_size is 0 though there is a new_addr.", FunctionField.NEW_SIZE, 0);
        set("fn_new_size_huge", "new_size is 2^32 - 1 though there is a new_addr.", FunctionField.NEW_SIZE, -1);
    }

    private void nops() {
        nop("fn_nop_size0", "new_addr and new_size are 0.", 0, 5);
        nop("fn_nop_1", "new_addr is 0 and new_size 1.", 1, 5);
        nop("fn_nop_31", "new_addr is 0, new_size and old_size are 31.", 31, 31);
        nop("fn_nop_32", "new_addr is 0, new_size and old_size are 32.", 32, 32);
        nop("fn_nop_over_old", "new_addr is 0, new_size is 6 and old_size 5.", 6, 5);
        nop("fn_nop_over_both", "new_addr is 0, new_size is 32 and old_size 31.", 32, 31);
    }

    private void nop(String name, String description, int newSize, int oldSize) {
        all.add(new Damage(
                name,
                description,
                Edit.object(o -> table.set(o, 0, FunctionField.NEW_ADDR, 0))
                        .then(edit(FunctionField.NEW_SIZE, newSize))
                        .then(edit(FunctionField.OLD_SIZE, oldSize))));
    }

    private void oldAddresses() {
        set("fn_old0", "old_addr is 0, so that the name counts.", FunctionField.OLD_ADDR, 0);
        all.add(new Damage(
                "fn_old0_name_unknown",
                "old_addr is 0 and no symbol has the name.",
                rename("no_such_function").then(edit(FunctionField.OLD_ADDR, 0))));
        all.add(new Damage(
                "fn_old0_name_is_payload_sym",
                "old_addr is 0 and the name is a new symbol of the payload itself.",
                Edit.object(o -> o.plusSymbol(
                                ObjectSymbol.global("own_new_symbol", 2, o.indexOf(profile.functionSection()), 1, 1)))
                        .then(rename("own_new_symbol"))
                        .then(edit(FunctionField.OLD_ADDR, 0))));
        set("fn_old0_name0", "The name is not an address, but old_addr is.", FunctionField.NAME, 0);
        all.add(new Damage(
                "fn_old0_name0_both",
                "Neither name nor old_addr is an address.",
                edit(FunctionField.NAME, 0).then(edit(FunctionField.OLD_ADDR, 0))));
        set("fn_old_addr_1", "old_addr is 1.", FunctionField.OLD_ADDR, 1);
        set("fn_old_addr_noncanonical", "old_addr is 2^62.", FunctionField.OLD_ADDR, 1L << 62);
        all.add(new Damage(
                "fn_old_addr_rodata",
                "old_addr is the payload's own function section.",
                Edit.object(o -> Parts.withSectionSymbol(o, o.indexOf(profile.functionSection())))
                        .then(Edit.object(o -> table.point(o, 0, FunctionField.OLD_ADDR, Parts.lastSymbol(o), 0)))));
        set(
                "fn_old_addr_far_mapped",
                "old_addr is in the direct map, more than 2 GiB from the payload.",
                FunctionField.OLD_ADDR,
                0xffff830000100000L);
        all.add(new Damage(
                "fn_old_addr_xendata",
                "old_addr is inside a function of the hypervisor.",
                Edit.object(o -> o.plusSymbol(ObjectSymbol.undefined("printk")))
                        .then(Edit.object(o -> table.point(o, 0, FunctionField.OLD_ADDR, Parts.lastSymbol(o), 0x40)))));
    }

    private void newAddresses() {
        set("fn_new_addr_far", "new_addr is 4096.", FunctionField.NEW_ADDR, 0x1000);
        set("fn_new_addr0", "new_addr is 0 though new_size is not.", FunctionField.NEW_ADDR, 0);
    }

    private void secondEntries() {
        Edit copy = Edit.object(table::copyFirst);
        all.add(new Damage("x_two_same_fn", "There are two equal entries.", copy));
        all.add(new Damage(
                "fn_two_second_bad_version",
                "There is a second entry, and its version is 0.",
                copy.then(Edit.object(o -> table.set(o, lastEntry(o), FunctionField.VERSION, 0)))));
        all.add(new Damage(
                "x_name_2nd_entry_unknown",
                "There is a second entry with an old_addr of 0 and a name that is code.",
                copy.then(Edit.object(o -> table.set(o, lastEntry(o), FunctionField.OLD_ADDR, 0)))
                        .then(Edit.object(
                                o -> table.point(o, lastEntry(o), FunctionField.NAME, Parts.function(o), 0)))));
    }

    private int lastEntry(ElfObject object) {
        return (int) object.section(profile.functionSection()).size()
                        / profile.functionLayout().size()
                - 1;
    }

    private void expectations() {
        expect(
                "exp_disabled_bad",
                "A disabled expectation holds wrong bytes.",
                new ExpectedBytes(false, 8, 0, bytes(8)));
        expect("exp_wrong", "An expectation holds wrong bytes.", new ExpectedBytes(true, 8, 0, bytes(8)));
        expect("exp_rsv", "An expectation has its reserved bits set.", new ExpectedBytes(true, 8, 3, bytes(8)));
        expect("exp_len0", "An expectation of no bytes.", new ExpectedBytes(true, 0, 0, bytes(0)));
        expect(
                "exp_len31_gt_old",
                "An expectation of 31 bytes of an old function that is shorter.",
                new ExpectedBytes(true, 31, 0, bytes(31)));
    }

    private static ByteString bytes(int length) {
        byte[] wrong = new byte[length];
        Arrays.fill(wrong, (byte) 0xcc);
        return ByteString.of(wrong);
    }

    private void expect(String name, String description, ExpectedBytes expectation) {
        all.add(new Damage(name, description, Edit.object(o -> {
            int section = o.indexOf(profile.functionSection());
            byte[] content = o.sections().get(section).content().toArray();
            System.arraycopy(expectation.encode(), 0, content, FunctionLayout.EXPECT, ExpectedBytes.SIZE);
            return o.with(section, o.sections().get(section).withContent(content));
        })));
    }

    private void set(String name, String description, FunctionField field, long value) {
        all.add(new Damage(name, description, edit(field, value)));
    }

    private Edit edit(FunctionField field, long value) {
        return Edit.object(o -> table.set(o, 0, field, value));
    }

    /** Lets the first entry's name point to another string, in a section of its own. */
    private Edit rename(String name) {
        byte[] string = (name + "\0").getBytes(StandardCharsets.ISO_8859_1);
        return Edit.object(o -> Parts.withSectionSymbol(
                        o.plus(ObjectSection.progbits(".rodata.renamed", 2, 1, string)),
                        o.sections().size()))
                .then(Edit.object(o -> table.point(o, 0, FunctionField.NAME, Parts.lastSymbol(o), 0)));
    }
}
