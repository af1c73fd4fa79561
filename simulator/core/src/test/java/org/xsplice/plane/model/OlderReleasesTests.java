// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.Endbr;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.machine.Memory;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.Trouble;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Host;
import org.xsplice.time.Duration;

/** What older releases do otherwise when they load and patch: docs/releases.md, by the numbers of its rows. */
class OlderReleasesTests {
    private static Profile release(String name) {
        return Profiles.named(name).orElseThrow();
    }

    private static LoadedPayload uploaded(Host host, byte[] payload) {
        assertThat(host.plane().upload("m", payload)).isEqualTo(new Outcome.Returned(0));
        return host.plane().livepatch().payloads().get(0).loaded();
    }

    private static PayloadBuilder payload(Host host) {
        return PayloadBuilder.of(host.plane().profile())
                .builtFor(host.hypervisor().image().buildId());
    }

    /** Row 3: what is beside the entry needs memory of its own. */
    @ParameterizedTest
    @CsvSource({"4.14, 8", "4.17.2, 8", "4.17.3, 9", "4.18.0, 8", "4.20, 9"})
    void anUploadAsksForMemorySoOften(String name, int requests) {
        try (Host host = new Host("plain", release(name), 1)) {
            byte[] file = payload(host)
                    .replaceByName("xen_extra_version", 8, (byte) 0xc3)
                    .build();
            host.plane().cause(new Trouble(Trouble.Kind.MEMORY, requests));
            assertThat(host.plane().upload("m", file)).isEqualTo(new Outcome.Returned(Errno.ENOMEM.rc()));
            host.plane().cause(new Trouble(Trouble.Kind.MEMORY, requests + 1));
            assertThat(host.plane().upload("m", file)).isEqualTo(new Outcome.Returned(0));
        }
    }

    /** Row 21. */
    @ParameterizedTest
    @CsvSource({
        "4.14, common_livepatch_apply",
        "4.17.2, common_livepatch_apply",
        "4.18.0, common_livepatch_apply",
    })
    void whoPassesOverAnAppliedFunctionSaysItsName(String name, String function) {
        try (Host host = new Host("plain", release(name), 1)) {
            LoadedPayload loaded = uploaded(
                    host,
                    payload(host)
                            .replaceByName("xen_extra_version", 8, (byte) 0xc3)
                            .build());
            long applied = loaded.functions().get(0).entry() + FunctionLayout.APPLIED;
            host.hypervisor().memory().poke(applied, new byte[] {1}, 0, 1);
            assertThat(host.apply("m")).isZero();
            assertThat(host.console(0))
                    .contains("livepatch: " + function + ": xen_extra_version has been already applied before");
            host.hypervisor().memory().poke(applied, new byte[] {0}, 0, 1);
            assertThat(host.revert("m")).isZero();
            assertThat(host.console(0))
                    .contains("livepatch: " + function.replace("_apply", "_revert")
                            + ": xen_extra_version has not been applied before");
        }
    }

    /**
     * A NOP of fewer bytes than the ENDBR64 before it: the copy of nearly 4 GiB ends where it cannot write. Until there, text
     * of the hypervisor is copied.
     */
    @Test
    void aCopyThatIsTooLongDiesAtReadOnlyDataOrBehindIt() {
        assertThat(pageThatEndsTheCopy("4.14")).isEqualTo(2);
        assertThat(pageThatEndsTheCopy("4.16")).isEqualTo(1);
    }

    /** Where the bytes are saved in the heap, there is memory behind it: a real 4.17.5 died where the text ended. */
    @ParameterizedTest
    @ValueSource(strings = {"4.17.5", "4.20"})
    void aCopyThatIsTooLongIntoTheHeapDiesWhereTheTextEnds(String name) {
        try (Host host = new Host("endbr", release(name), 1)) {
            long function = host.hypervisor().symbols().require("xen_extra_version");
            uploaded(
                    host,
                    payload(host).nop("xen_extra_version", function, 16, 3).build());
            long end = function & -Memory.PAGE_SIZE;
            while (host.hypervisor().memory().permissionAt(end) != null) {
                end += Memory.PAGE_SIZE;
            }
            host.plane().action(ActionCommand.APPLY.code(), "m", Duration.ZERO, 0);
            Outcome outcome = host.plane().finishAction(Duration.ofMillis(60));
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Died.class,
                            died -> assertThat(died.death().summary()).contains("memcpy", "read of"));
            assertThat(((Outcome.Died) outcome).death().summary()).contains(Long.toHexString(end));
        }
    }

    /** Returns which page behind the payload's first one could not be written. */
    private static long pageThatEndsTheCopy(String name) {
        try (Host host = new Host("endbr", release(name), 1)) {
            long function = host.hypervisor().symbols().require("xen_extra_version");
            LoadedPayload loaded = uploaded(
                    host,
                    payload(host).nop("xen_extra_version", function, 16, 3).build());
            long first = loaded.functions().get(0).entry() & -Memory.PAGE_SIZE;
            host.plane().action(ActionCommand.APPLY.code(), "m", Duration.ZERO, 0);
            Outcome outcome = host.plane().finishAction(Duration.ofMillis(60));
            assertThat(outcome).isInstanceOf(Outcome.Died.class);
            String summary = ((Outcome.Died) outcome).death().summary();
            assertThat(summary).contains("memcpy", "write of");
            String digits = summary.replaceAll(".*write of ([0-9a-f]{16}).*", "$1");
            long end = Long.parseUnsignedLong(digits, 16);
            long copied = loaded.functions().get(0).entry() + FunctionLayout.OPAQUE;
            int length = (int) (end - copied & -Long.BYTES);
            assertThat(host.hypervisor().memory().read(copied, length))
                    .isEqualTo(host.hypervisor().memory().read(function + Endbr.LENGTH, length));
            return end - first >> 12;
        }
    }
}
