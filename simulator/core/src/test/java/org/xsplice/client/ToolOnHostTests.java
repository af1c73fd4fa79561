// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;
import org.xsplice.support.Host;

/** The tool on the embedded guest: one session from hello to bye and back. */
class ToolOnHostTests {

    @Test
    void helloThenByeAndBack() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 2)) {
            Session session = new Session(host);
            session.expect(0, "Nothing to list\n", "", "list");
            session.expect(0, "Uploading xen_hello_world.livepatch... completed\n", "", "upload", "hello", HELLO);
            session.expect(0, "Uploading xen_bye_world.livepatch... completed\n", "", "upload", "bye", BYE);
            session.expect(1, "Applying bye... failed\n", "Error 22: Invalid argument\n", "apply", "bye");
            session.expect(0, "Applying hello... completed\n", "", "apply", "hello");
            session.expect(0, "Applying bye... completed\n", "", "apply", "bye");
            assertThat(host.extraVersion()).isEqualTo("Bye World!");
            session.expect(0, "No action needed.\n", "", "apply", "bye");
            session.expect(2, "Reverting hello... failed\n", "Error 16: Device or resource busy\n", "revert", "hello");
            session.expect(
                    1,
                    "",
                    "hello is in the wrong state.\nCurrent state: APPLIED\nExpected state: CHECKED\n",
                    "unload",
                    "hello");
            session.expect(0, "Reverting bye... completed\n", "", "revert", "bye");
            session.expect(0, "Reverting hello... completed\n", "", "revert", "hello");
            session.expect(0, "Unloading hello... completed\n", "", "unload", "hello");
            session.expect(
                    0,
                    " ID                                     | status     | metadata\n"
                            + "----------------------------------------+------------+---------------\n"
                            + "bye                                     | CHECKED    | \n",
                    "",
                    "list");
        }
    }

    private static final String HELLO = "xen_hello_world.livepatch";
    private static final String BYE = "xen_bye_world.livepatch";

    private record Session(Host host) {
        void expect(int status, String stdout, String stderr, String... arguments) {
            HostFiles files = new HostFiles(Fixtures.path("payloads/plain"));
            assertThat(new XenLivepatch(host.plane(), files).run(List.of(arguments)))
                    .as("xen-livepatch %s", String.join(" ", arguments))
                    .isEqualTo(new ToolResult.Exited(status, stdout, stderr));
        }
    }
}
