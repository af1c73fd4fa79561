// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xsplice.plane.model.HookPayload.code;
import static org.xsplice.plane.model.StrictCase.action;
import static org.xsplice.plane.model.StrictCase.of;
import static org.xsplice.plane.model.StrictCase.payload;
import static org.xsplice.plane.model.StrictCase.uploading;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.xsplice.damage.Damages;
import org.xsplice.damage.Edit;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.Address;
import org.xsplice.elf.build.ExpectedBytes;
import org.xsplice.elf.build.FunctionEntry;
import org.xsplice.elf.build.GnuNote;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.ByteString;
import org.xsplice.plane.Outcome;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profiles;
import org.xsplice.refusal.Quirk;
import org.xsplice.support.Host;

/** What strict mode refuses, at least one case for each quirk. */
final class StrictCases {
    private static final String MINOR = "xen_minor_version";
    private static final String MAJOR = "xen_major_version";
    private static final String EXTRA = "xen_extra_version";

    static final List<StrictCase> ALL = List.of(
            of(
                    "REVERT of what is not applied",
                    Quirk.WRONG_STATE,
                    host -> load(host, "m", 1),
                    host -> action(host, ActionCommand.REVERT, "m")),
            of(
                    "APPLY of what is applied",
                    Quirk.WRONG_STATE,
                    host -> applied(host, "m"),
                    host -> action(host, ActionCommand.APPLY, "m")),
            of(
                    "REPLACE by what is applied",
                    Quirk.WRONG_STATE,
                    host -> applied(host, "m"),
                    host -> action(host, ActionCommand.REPLACE, "m")),
            of(
                    "APPLY with the data of last time",
                    Quirk.REAPPLY_IN_RC_ONLY,
                    StrictCases::usedData,
                    host -> action(host, ActionCommand.APPLY, "m")),
            of(
                            "APPLY while another action is pending",
                            Quirk.RC_STUCK,
                            StrictCases::pendingAndAnother,
                            host -> action(host, ActionCommand.APPLY, "b"))
                    .refusedBefore(Errno.EBUSY),
            of(
                            "REPLACE while another action is pending",
                            Quirk.RC_STUCK,
                            StrictCases::pendingAndAnother,
                            host -> action(host, ActionCommand.REPLACE, "b"))
                    .refusedBefore(Errno.EBUSY),
            of(
                            "a pre hook while another action is pending",
                            Quirk.POST_HOOK_MISSED,
                            host -> {
                                byte[] hooked = payload(host)
                                        .returning(MAJOR, 99)
                                        .says(HookKind.PREAPPLY, "preapply", 0)
                                        .says(HookKind.POSTAPPLY, "postapply", 0)
                                        .buildId(2);
                                upload(host, "b", hooked);
                                load(host, "a", 1);
                                action(host, ActionCommand.APPLY, "a");
                            },
                            host -> action(host, ActionCommand.APPLY, "b"))
                    .refusedBefore(Errno.EBUSY),
            uploading("two NOPs for ENDBR64", Quirk.SHORT_NOPS, p -> nops(p, 10, 2))
                    .onEndbr(),
            uploading(
                    "two entries for one function",
                    Quirk.SAME_BYTES,
                    p -> p.returning(MINOR, 1).returning(MINOR, 2).build()),
            of(
                            "two entries for one function",
                            Quirk.SAME_BYTES,
                            host -> {},
                            host -> host.plane().upload("m", twice(host)))
                    .in2016(),
            of(
                    "UNLOAD of what another uses",
                    Quirk.USERS_LEFT,
                    host -> {
                        HookPayload provider = payload(host).returning(MAJOR, 1);
                        provider.builder().text("shared", code(0xb8, 5, 0, 0, 0, 0xc3));
                        upload(host, "provider", provider.build());
                        upload(host, "user", using(host, "shared"));
                    },
                    host -> action(host, ActionCommand.UNLOAD, "provider")),
            of(
                    "UNLOAD of what another patches",
                    Quirk.USERS_LEFT,
                    host -> {
                        HookPayload provider = payload(host).returning(MAJOR, 1);
                        provider.builder().text("shared", new byte[16]);
                        upload(host, "provider", provider.build());
                        HookPayload patch = payload(host);
                        patch.builder().replaceByName("shared", 16, code(0xc3));
                        upload(host, "user", patch.build());
                    },
                    host -> action(host, ActionCommand.UNLOAD, "provider")),
            of(
                    "REPLACE with the data of last time",
                    Quirk.REPLACE_REAPPLIES,
                    StrictCases::usedData,
                    host -> action(host, ActionCommand.REPLACE, "m")),
            uploading("a size that wraps", Quirk.SIZE_WRAPS, p -> damaged(p, "sec_size_wrap")),
            uploading(
                    "a second function section",
                    Quirk.SECTION_TWICE,
                    p -> doubled(p, ".livepatch.funcs", new byte[104])),
            uploading("a second .modinfo", Quirk.SECTION_TWICE, p -> doubled(p, ".modinfo", new byte[1])),
            uploading("old_addr in read-only data", Quirk.OLD_ADDRESS, p -> damaged(p, "fn_old_addr_rodata")),
            uploading("old_addr inside an instruction", Quirk.OLD_ADDRESS, p -> patchAt(p, EXTRA, 1)),
            uploading("old_addr behind an instruction", Quirk.OLD_ADDRESS, p -> patchAt(p, EXTRA, 7)),
            uploading("a jump just out of reach", Quirk.JUMP_REACH, p -> {
                long old = p.address(MINOR);
                p.builder().text("unused", code(0xc3));
                return entry(p, MINOR, new Address.At(old - 0x7fffffffL), old);
            }),
            uploading("new_addr in read-only data", Quirk.NEW_ADDRESS, p -> {
                int data = p.builder()
                        .object()
                        .section(ObjectSection.progbits(".rodata.m", Elf.SHF_ALLOC, 8, new byte[8]));
                SymbolRef symbol = p.builder().object().symbol(ObjectSymbol.section(data));
                return entry(p, MINOR, new Address.Of(symbol, 0), p.address(MINOR));
            }),
            uploading("NOPs behind the function", Quirk.BEYOND_FUNCTION, p -> nops(p, 31, 31)),
            uploading(
                    "NOPs that a branch leads into",
                    Quirk.BRANCH_INTO_PATCH,
                    p -> p.builder()
                            .nop("do_busy", p.address("do_busy"), 17, 14)
                            .build()),
            uploading("NOPs that cut an instruction", Quirk.NOP_TAIL, p -> nops(p, 6, 4)),
            uploading("NOPs over the return", Quirk.NOTHING_RETURNS, p -> nops(p, 6, 6)),
            of(
                    "REPLACE that will not find what it expects",
                    Quirk.FAILED_REPLACE,
                    host -> {
                        upload(host, "other", payload(host).returning(MAJOR, 1).build());
                        host.apply("other");
                        byte[] now =
                                host.hypervisor().memory().read(payload(host).address(MAJOR), 6);
                        upload(
                                host,
                                "m",
                                payload(host)
                                        .returning(MAJOR, 2, ExpectedBytes.of(now))
                                        .buildId(2));
                    },
                    host -> action(host, ActionCommand.REPLACE, "m")),
            of(
                    "REPLACE of what reverts itself",
                    Quirk.FAILED_REPLACE,
                    host -> {
                        HookPayload other = payload(host).returning(MAJOR, 1);
                        other.hook(HookKind.REVERT, code(0xb8, 0xff, 0xff, 0xff, 0xff, 0xc3));
                        upload(host, "other", other.build());
                        host.apply("other");
                        load(host, "m", 2);
                    },
                    host -> action(host, ActionCommand.REPLACE, "m")),
            of(
                    "NODEPS over another's patch",
                    Quirk.NODEPS_OVERLAP,
                    host -> {
                        applied(host, "a");
                        load(host, "b", 2);
                    },
                    host -> action(host, ActionCommand.APPLY, "b", ActionCommand.NODEPS)),
            of(
                    "a name with an early NUL",
                    Quirk.EARLY_NUL,
                    host -> {},
                    host -> host.plane()
                            .upload("m\0n", payload(host).returning(MINOR, 1).build())),
            of(
                    "an action on a name with an early NUL",
                    Quirk.EARLY_NUL,
                    host -> load(host, "m", 1),
                    host -> action(host, ActionCommand.APPLY, "m\0n")),
            uploading("an id behind its note", Quirk.NOTE_PADDING, StrictCases::cutNote),
            uploading("an alternative without length", Quirk.ALTERNATIVE_ASSERTED, p -> damaged(p, "alt_orig_len0"))
                    .dies(),
            uploading("an alignment of 0", Quirk.ALIGNMENT_ZERO, p -> {
                p.returning(MINOR, 1);
                p.builder()
                        .object()
                        .section(ObjectSection.progbits(
                                ".text.more", Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 0, code(0xcc, 0xcc)));
                return p.build();
            }),
            of(
                            "UNLOAD while its action is pending",
                            Quirk.PENDING_UNLOAD,
                            host -> {
                                host.upload("hello_world");
                                action(host, ActionCommand.APPLY, "hello_world");
                            },
                            host -> action(host, ActionCommand.UNLOAD, "hello_world"))
                    .in2016());

    private StrictCases() {}

    static void upload(Host host, String name, byte[] payload) {
        assertThat(host.plane().upload(name, payload)).as("%s", host.console(0)).isEqualTo(new Outcome.Returned(0));
    }

    /** Uploads a payload that patches {@code xen_minor_version} and has a build-id of its own. */
    private static void load(Host host, String name, int id) {
        upload(host, name, payload(host).returning(MINOR, 99).buildId(id));
    }

    static void applied(Host host, String name) {
        load(host, name, 1);
        assertThat(host.apply(name)).isZero();
    }

    private static void usedData(Host host) {
        HookPayload data = payload(host).returning(MINOR, 99);
        data.builder()
                .object()
                .section(ObjectSection.progbits(".data.m", Elf.SHF_ALLOC | Elf.SHF_WRITE, 8, new byte[8]));
        upload(host, "m", data.build());
        host.apply("m");
        host.revert("m");
    }

    private static void pendingAndAnother(Host host) {
        load(host, "a", 1);
        load(host, "b", 2);
        action(host, ActionCommand.APPLY, "a");
    }

    private static byte[] damaged(HookPayload payload, String damage) {
        return Damages.named(Profiles.XEN_4_17, damage)
                .apply(payload.returning(MINOR, 1).build());
    }

    private static byte[] doubled(HookPayload payload, String name, byte... content) {
        ObjectSection section = ObjectSection.progbits(name, Elf.SHF_ALLOC, 8, content);
        return Edit.object(o -> o.plus(section).plus(section))
                .apply(payload.returning(MINOR, 1).build());
    }

    private static byte[] nops(HookPayload payload, int oldSize, int nops) {
        return payload.builder()
                .nop(MINOR, payload.address(MINOR), oldSize, nops)
                .build();
    }

    private static byte[] patchAt(HookPayload payload, String function, int offset) {
        return payload.builder()
                .replace(function, payload.address(function) + offset, 5, code(0xc3))
                .build();
    }

    private static byte[] entry(HookPayload payload, String function, Address newAddr, long oldAddr) {
        return payload.builder()
                .function(new FunctionEntry(function, newAddr, new Address.At(oldAddr), 6, 6, ExpectedBytes.NONE))
                .build();
    }

    private static byte[] using(Host host, String symbol) {
        PayloadBuilder user = payload(host).builder();
        int text = user.object()
                .section(ObjectSection.progbits(
                        ".text.user", Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 16, code(0xe9, 0, 0, 0, 0)));
        user.object().relocate(text, 1, Elf.R_X86_64_PLT32, user.object().symbol(ObjectSymbol.undefined(symbol)), -4);
        SymbolRef code = user.object().symbol(ObjectSymbol.section(text));
        return user.function(new FunctionEntry(
                        MINOR,
                        new Address.Of(code, 0),
                        new Address.At(host.hypervisor().symbols().require(MINOR)),
                        5,
                        6,
                        ExpectedBytes.NONE))
                .build();
    }

    private static byte[] twice(Host host) {
        PayloadBuilder builder = PayloadBuilder.of(Profiles.XSPLICE_2016)
                .builtFor(host.hypervisor().image().buildId());
        long old = host.hypervisor().symbols().require(MINOR);
        return Damages.named(Profiles.XSPLICE_2016, "x_two_same_fn")
                .apply(builder.replace(MINOR, old, 6, code(0xc3)).build());
    }

    private static byte[] cutNote(HookPayload payload) {
        ByteString owner = ByteString.of("GNU\0\0".getBytes(StandardCharsets.ISO_8859_1));
        byte[] note = new GnuNote(5, 20, Elf.NT_GNU_BUILD_ID, owner, ByteString.of(new byte[20])).encode();
        byte[] cut = Arrays.copyOf(note, 12 + 5 + 20);
        return Edit.object(o -> o.with(
                        o.indexOf(".note.gnu.build-id"),
                        o.section(".note.gnu.build-id").withContent(cut)))
                .apply(payload.returning(MINOR, 1).build());
    }
}
