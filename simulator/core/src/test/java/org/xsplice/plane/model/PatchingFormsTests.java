// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.xsplice.elf.build.Address;
import org.xsplice.elf.build.ExpectedBytes;
import org.xsplice.elf.build.FunctionEntry;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.ByteString;
import org.xsplice.machine.Memory;
import org.xsplice.machine.PageFaultException;
import org.xsplice.machine.Permission;
import org.xsplice.payload.Payload;
import org.xsplice.plane.Outcome;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Host;
import org.xsplice.time.Duration;

/** How releases make text writable, and where they keep what they overwrite: the facts' sections 1, 2 and 6. */
class PatchingFormsTests {
    private static final byte[] OLD = {(byte) 0xb8, 7, 0, 0, 0, (byte) 0xc3};
    private static final byte[] NEW = {(byte) 0xb8, 8, 0, 0, 0, (byte) 0xc3};

    /** Within a jump's reach, and in no region that the hypervisor knows: as what Xen shows its guests read-only. */
    private static final long READ_ONLY_PAGE = 0xffff82d07fe00000L;

    /** Uploads a payload that patches a read-only page. */
    private static Payload upload(Host host, Profile profile) {
        host.hypervisor().memory().map(READ_ONLY_PAGE, Memory.PAGE_SIZE, Permission.RO);
        host.hypervisor().memory().poke(READ_ONLY_PAGE, OLD, 0, OLD.length);
        PayloadBuilder builder =
                PayloadBuilder.of(profile).builtFor(host.hypervisor().image().buildId());
        SymbolRef changed = builder.text("changed", NEW);
        byte[] payload = builder.function(new FunctionEntry(
                        "old",
                        new Address.Of(changed, 0),
                        new Address.At(READ_ONLY_PAGE),
                        NEW.length,
                        OLD.length,
                        ExpectedBytes.NONE))
                .build();
        assertThat(host.plane().upload("m", payload)).isEqualTo(new Outcome.Returned(0));
        return host.plane().livepatch().payloads().get(0);
    }

    private static String opaque(Host host, Payload payload) {
        long entry = payload.loaded().functions().get(0).entry();
        return ByteString.of(host.hypervisor().memory().read(entry + FunctionLayout.OPAQUE, FunctionLayout.OPAQUE_SIZE))
                .toString();
    }

    private static String page(Host host) {
        return ByteString.of(host.hypervisor().memory().read(READ_ONLY_PAGE, OLD.length))
                .toString();
    }

    @Test
    void in2016WriteProtectionIsOffAndTheEntryKeepsTheOldCode() {
        try (Host host = new Host("plain", Profiles.XSPLICE_2016, 2)) {
            Payload payload = upload(host, Profiles.XSPLICE_2016);
            assertThat(opaque(host, payload)).matches("0*");
            assertThat(host.apply("m")).isZero();
            assertThat(page(host)).startsWith("e9");
            assertThat(opaque(host, payload)).matches("b8070000000*");
            assertThat(host.revert("m")).isZero();
            assertThat(page(host)).isEqualTo("b807000000c3");
            assertThatExceptionOfType(PageFaultException.class)
                    .as("protection is on again")
                    .isThrownBy(() -> host.hypervisor().text().write(READ_ONLY_PAGE, OLD, "test", () -> {}));
        }
    }

    @Test
    void in417OnlyKnownRegionsAreWritable() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 2)) {
            Payload payload = upload(host, Profiles.XEN_4_17);
            host.plane().action(ActionCommand.APPLY.code(), "m", Duration.ZERO, 0);
            assertThat(host.plane().finishAction(Duration.ofMillis(60)))
                    .isInstanceOfSatisfying(
                            Outcome.Died.class,
                            died -> assertThat(died.death().cause()).isEqualTo("FATAL PAGE FAULT"));
            assertThat(opaque(host, payload)).matches("0*");
        }
    }
}
