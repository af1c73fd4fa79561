// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.damage.Damages;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;

/** Where two things are wrong, the one that the hypervisor looks at first is refused: facts, section 3, the order. */
class PrecedenceTests {
    /** One damage for each step, in the order of the checks; each of them goes together with every later one. */
    private static final List<String> MODERN_ORDER = List.of(
            "hdr_trunc_63",
            "hdr_bad_magic",
            "hdr_type_exec",
            "hdr_machine_386",
            "hdr_shstrndx0",
            "hdr_shnum_1024",
            "hdr_shoff_eof",
            "hdr_shentsize0",
            "sec_offset_in_header",
            "sec_align_3",
            "sym_entsize23",
            "str_first_not_nul",
            "shstr_first_not_nul",
            "sym_name_past",
            "sec_wx",
            "sym_common",
            "rel_type_bogus",
            "miss_livepatch_depends",
            "fn_version_3",
            "id_type1",
            "dep_type1",
            "xdep_type1",
            "xdep_wrong_byte",
            "sym_dup_hypervisor");

    private static final List<String> OLD_ORDER = List.of(
            "hdr_trunc_63",
            "hdr_bad_magic",
            "hdr_osabi_freebsd",
            "hdr_machine_386",
            "hdr_shstrndx0",
            "hdr_shnum_1024",
            "hdr_shoff_eof",
            "hdr_shentsize0",
            "sec_offset_in_header",
            "sym_entsize23",
            "str_first_not_nul",
            "shstr_first_not_nul",
            "sym_name_past",
            "sec_wx",
            "sym_common",
            "rel_type_bogus",
            "miss_xsplice_depends",
            "fn_version_3",
            "fn_old_size_4",
            "fn_old0_name_unknown",
            "id_type1",
            "dep_type1");

    static final List<Profile> PROFILES = List.of(UploadTable.MODERN, UploadTable.OLD);

    @ParameterizedTest
    @FieldSource("PROFILES")
    void theEarlierCheckRefuses(Profile profile) {
        List<String> order = profile.equals(UploadTable.MODERN) ? MODERN_ORDER : OLD_ORDER;
        List<String> wrong = new ArrayList<>();
        try (UploadHost host = new UploadHost(profile)) {
            byte[] sample = host.sample();
            for (int i = 0; i < order.size(); i++) {
                Check first = check(host, Damages.named(profile, order.get(i)).apply(sample));
                for (int j = i + 1; j < order.size(); j++) {
                    byte[] later = Damages.named(profile, order.get(j)).apply(sample);
                    byte[] both = Damages.named(profile, order.get(i)).apply(later);
                    if (check(host, both) != first) {
                        wrong.add(order.get(i) + " before " + order.get(j) + ": " + check(host, both));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Check check(UploadHost host, byte[] payload) {
        return ((UploadResult.Refused) host.upload("m", payload)).check();
    }
}
