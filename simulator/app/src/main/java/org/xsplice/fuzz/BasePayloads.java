// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xsplice.damage.Damages;
import org.xsplice.damage.Edit;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.Address;
import org.xsplice.elf.build.ExpectedBytes;
import org.xsplice.elf.build.FunctionEntry;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.ImageException;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.profile.Feature;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.LoadStep;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;

/** Good payloads, which patch the functions that tell a hypervisor's version: they are in every image. */
final class BasePayloads {
    private static final String EXTRA = "xen_extra_version";
    private static final String MAJOR = "xen_major_version";
    private static final String MINOR = "xen_minor_version";

    /** {@code lea string(%rip), %rax; ret}. */
    private static final byte[] RETURN_STRING = {0x48, (byte) 0x8d, 0x05, 0, 0, 0, 0, (byte) 0xc3};
    /** {@code xor %eax, %eax; ret}. */
    private static final byte[] RETURN_0 = {0x31, (byte) 0xc0, (byte) 0xc3};

    private final Profile profile;
    private final HypervisorImage image;

    private BasePayloads(Profile profile, HypervisorImage image) {
        this.profile = profile;
        this.image = image;
    }

    /** Returns payloads of all releases, those given included. */
    static Map<Profile, List<byte[]>> with(HypervisorImage image, Map<Profile, List<byte[]>> more) {
        Map<Profile, List<byte[]>> all = new LinkedHashMap<>();
        for (Profile profile : Profiles.dialects()) {
            BasePayloads built = new BasePayloads(profile, image);
            List<byte[]> payloads =
                    new ArrayList<>(List.of(built.replacing(), built.withEverything(), built.several()));
            payloads.addAll(more.getOrDefault(profile, List.of()));
            all.put(profile, List.copyOf(payloads));
        }
        return all;
    }

    /** Returns a payload that provides a symbol and stays loaded while others come and go. */
    static byte[] sentinel(Profile profile, HypervisorImage image) {
        BasePayloads built = new BasePayloads(profile, image);
        Symbol major = built.old(MAJOR);
        PayloadBuilder builder = built.builder();
        builder.text("provided_by_sentinel", RETURN_0);
        return builder.replace(MAJOR, major.address(), (int) major.size(), RETURN_0)
                .build();
    }

    private PayloadBuilder builder() {
        return PayloadBuilder.of(profile).builtFor(image.buildId());
    }

    private Symbol old(String function) {
        return image.symbols()
                .covering(image.symbols().require(function))
                .orElseThrow(() -> new ImageException("the image does not tell where " + function + " is"));
    }

    /** One function, with a string and data. */
    private byte[] replacing() {
        return replacing(builder(), "one").build();
    }

    private PayloadBuilder replacing(PayloadBuilder builder, String name) {
        builder.object().symbol(ObjectSymbol.file(name + ".c"));
        SymbolRef code = builder.text(name, RETURN_STRING);
        int text = 1;
        byte[] string = (name + "\0").getBytes(StandardCharsets.ISO_8859_1);
        int rodata = builder.object().section(ObjectSection.progbits(".rodata." + name, Elf.SHF_ALLOC, 1, string));
        builder.object().section(ObjectSection.nobits(".bss", Elf.SHF_ALLOC | Elf.SHF_WRITE, 8, 16));
        builder.object().section(ObjectSection.progbits(".comment", 0, 1, new byte[10]));
        SymbolRef symbol =
                builder.object().symbol(ObjectSymbol.local(name + "_string", Elf.STT_OBJECT, rodata, 0, string.length));
        builder.object().relocate(text, 3, Elf.R_X86_64_PC32, symbol, -4);
        SymbolRef old = builder.object().symbol(ObjectSymbol.undefined(EXTRA));
        return builder.function(new FunctionEntry(
                EXTRA,
                new Address.Of(code, 0),
                new Address.Of(old, 0),
                RETURN_STRING.length,
                (int) old(EXTRA).size(),
                ExpectedBytes.NONE));
    }

    /** The same with hooks, where the release has them, alternatives, bug frames, an exception table and metadata. */
    private byte[] withEverything() {
        PayloadBuilder builder = replacing(builder(), "all");
        if (profile.has(LoadStep.PREPARE_HOOKS)) {
            for (HookKind kind : HookKind.values()) {
                boolean replacesTheWork = kind == HookKind.APPLY || kind == HookKind.REVERT;
                if (!replacesTheWork) {
                    builder.hook(kind, builder.text("hook_" + kind.ordinal(), RETURN_0));
                }
            }
        }
        Edit more = file -> file;
        for (String addition : List.of("alt_ok", "bug_1_size_8", "bug_2_size_8", "ex_size_16", "modinfo_ok")) {
            more = more.then(Damages.named(profile, addition).edit());
        }
        return more.apply(builder.build());
    }

    /** Two functions: one found by name; the other filled with NOPs and looked at before, where the release can. */
    private byte[] several() {
        PayloadBuilder builder = builder().replaceByName(EXTRA, (int) old(EXTRA).size(), RETURN_0);
        Symbol minor = old(MINOR);
        if (profile.has(Feature.NOP_PATCHING)) {
            builder.function(new FunctionEntry(
                    MINOR,
                    Address.NULL,
                    new Address.At(minor.address()),
                    5,
                    (int) minor.size(),
                    new ExpectedBytes(true, 0, 0, org.xsplice.event.ByteString.of())));
        } else {
            builder.replace(MINOR, minor.address(), (int) minor.size(), RETURN_0);
        }
        return builder.build();
    }
}
