// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xsplice.errno.Errno.EEXIST;
import static org.xsplice.errno.Errno.EINVAL;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.damage.Damages;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.errno.Errno;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.support.GuestState;

/** Refusals that do not depend on the file, or that depend on the payloads that are already loaded: facts, section 3, rows 1 to 3, 14, 17. */
class UploadRequestTests {
    static final List<Profile> PROFILES = List.of(UploadTable.MODERN, UploadTable.OLD);

    private static UploadResult refused(Errno errno, Check check, String... lines) {
        return new UploadResult.Refused(errno, check, List.of(lines));
    }

    private static final UploadResult ACCEPTED = new UploadResult.Accepted();

    @ParameterizedTest
    @FieldSource("PROFILES")
    void aNameHas127CharactersAtMost(Profile profile) {
        try (UploadHost host = new UploadHost(profile)) {
            GuestState before = host.state();
            assertThat(host.upload("n".repeat(128), host.sample())).isEqualTo(refused(EINVAL, Check.NAME));
            assertThat(host.state()).isEqualTo(before);
            assertThat(host.upload("n".repeat(127), host.sample())).isEqualTo(ACCEPTED);
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void anEmptyNameIsAName(Profile profile) {
        try (UploadHost host = new UploadHost(profile)) {
            assertThat(host.upload("", host.sample())).isEqualTo(ACCEPTED);
            assertThat(host.upload("", host.sample())).isEqualTo(refused(EEXIST, Check.NAME_TAKEN));
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void aNameEndsAtItsFirstNul(Profile profile) {
        try (UploadHost host = new UploadHost(profile)) {
            assertThat(host.upload("m\0anything", host.sample())).isEqualTo(ACCEPTED);
            assertThat(host.plane().statuses()).extracting("name").contains("m");
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void aFileHasOneByteTo2MiB(Profile profile) {
        try (UploadHost host = new UploadHost(profile)) {
            GuestState before = host.state();
            assertThat(host.upload("m", new byte[0])).isEqualTo(refused(EINVAL, Check.SIZE));
            assertThat(host.upload("m", new byte[(2 << 20) + 1])).isEqualTo(refused(EINVAL, Check.SIZE));
            assertThat(host.upload("m", new byte[2 << 20]))
                    .isInstanceOfSatisfying(
                            UploadResult.Refused.class,
                            r -> assertThat(r.check()).isEqualTo(Check.MAGIC));
            assertThat(host.state()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void aNameThatIsTakenIsRefusedBeforeTheFileIsLookedAt(Profile profile) {
        try (UploadHost host = new UploadHost(profile)) {
            GuestState before = host.state();
            assertThat(host.upload(UploadHost.SENTINEL, new byte[] {1})).isEqualTo(refused(EEXIST, Check.NAME_TAKEN));
            assertThat(host.state()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void onlyTheModernReleaseRefusesABuildIdTwice(Profile profile) {
        try (UploadHost host = new UploadHost(profile)) {
            assertThat(host.upload("first", host.sample())).isEqualTo(ACCEPTED);
            GuestState before = host.state();
            UploadResult second = host.upload("second", host.sample());
            if (profile.equals(UploadTable.MODERN)) {
                assertThat(second).isEqualTo(refused(EEXIST, Check.DUPLICATE_BUILD_ID));
                assertThat(host.state()).isEqualTo(before);
            } else {
                assertThat(second)
                        .as("the duplicate new symbol comes next")
                        .isEqualTo(refused(
                                EEXIST, Check.NEW_SYMBOL, "xsplice: second: duplicate new symbol: sample_string"));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void aNewSymbolOfAnotherPayloadIsRefused(Profile profile) {
        try (UploadHost host = new UploadHost(profile)) {
            GuestState before = host.state();
            PayloadBuilder builder = SamplePayload.builder(profile, host.xen());
            builder.text(UploadHost.SENTINEL_SYMBOL, (byte) 0xc3);
            assertThat(host.upload("m", builder.build()))
                    .isEqualTo(refused(
                            EEXIST,
                            Check.NEW_SYMBOL,
                            profile.prefix() + "m: duplicate new symbol: " + UploadHost.SENTINEL_SYMBOL));
            assertThat(host.state()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void anOverridingSymbolOfAnotherPayloadIsNotSeen(Profile profile) {
        try (UploadHost host = new UploadHost(profile)) {
            PayloadBuilder builder = SamplePayload.builder(profile, host.xen());
            builder.object().symbol(ObjectSymbol.undefined("xen_major_version.new"));
            assertThat(host.upload("m", builder.build()))
                    .isInstanceOfSatisfying(
                            UploadResult.Refused.class,
                            r -> assertThat(r.check()).isEqualTo(Check.SYMBOL_KNOWN));
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void symbolsAreComparedByTheir127FirstCharacters(Profile profile) {
        try (UploadHost host = new UploadHost(profile)) {
            PayloadBuilder first = PayloadBuilder.of(profile).builtFor(host.xen());
            first.text("n".repeat(127), (byte) 0xc3);
            long old = host.plane().hypervisor().symbols().require("xen_minor_version");
            assertThat(host.upload(
                            "first",
                            first.replace("xen_minor_version", old, 6, (byte) 0xc3)
                                    .build()))
                    .isEqualTo(ACCEPTED);
            byte[] longer = Damages.named(profile, "sym_long_name").apply(host.sample());
            assertThat(host.upload("m", longer))
                    .isEqualTo(refused(
                            EEXIST,
                            Check.NEW_SYMBOL,
                            profile.prefix() + "m: duplicate new symbol: " + "n".repeat(127)));
        }
    }
}
