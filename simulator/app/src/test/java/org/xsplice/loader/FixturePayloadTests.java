// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.EventLog;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.profile.Series;
import org.xsplice.support.Fixtures;
import org.xsplice.time.Duration;

/** One set of payloads serves all releases that take its form: each payload goes through its life in each that behaves in its own way. */
class FixturePayloadTests {
    private static final Duration LONG = Duration.ofMillis(200);
    private static final List<String> VARIANTS = List.of("plain", "endbr");
    /** What a payload goes on top of; all others are for the hypervisor. */
    private static final Map<String, String> ON = Map.of("xen_bye_world", "xen_hello_world");
    /** What the function that most of them patch says then. */
    private static final Map<String, String> SAYS = Map.of(
            "xen_hello_world", "Hello World!",
            "xen_bye_world", "Bye World!",
            "xen_replace_world", "Hello Again World!",
            "lab_hook_ok", "Hooked World!",
            "lab_hook_wait", "Waited World!",
            "lab_data", "Data World 1");

    static List<Profile> releases() {
        return ReleasesOf.distinct(Profile::features);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void eachPayloadIsAppliedAndReverted(Profile release) throws IOException {
        for (String variant : VARIANTS) {
            List<String> payloads = payloads(variant, release);
            assertThat(payloads)
                    .containsAll(List.of("xen_hello_world", "xen_bye_world", "xen_replace_world", "xen_nop"));
            EventLog log = new EventLog();
            try (ModelPlane plane = Fixtures.host(variant, release, 1, log)) {
                String before = version(plane);
                for (String payload : payloads) {
                    if (refused(payload, release)) {
                        assertThat(plane.upload(payload, Fixtures.payload(variant, payload, release)))
                                .isEqualTo(new Outcome.Returned(Errno.EINVAL.rc()));
                    } else {
                        live(plane, variant, payload);
                    }
                    assertThat(version(plane)).as(payload).isEqualTo(before);
                    assertThat(plane.statuses()).isEmpty();
                }
            }
        }
    }

    /** NOPs came later than 2016. */
    private static boolean refused(String payload, Profile release) {
        return payload.equals("xen_nop") && !release.has(Feature.NOP_PATCHING);
    }

    private static void live(ModelPlane plane, String variant, String payload) {
        List<String> stack = new ArrayList<>();
        if (ON.containsKey(payload)) {
            stack.add(ON.get(payload));
        }
        stack.add(payload);
        for (String each : stack) {
            assertThat(plane.upload(each, Fixtures.payload(variant, each, plane.profile())))
                    .as(each)
                    .isEqualTo(new Outcome.Returned(0));
            act(plane, ActionCommand.APPLY, each);
        }
        if (SAYS.containsKey(payload)) {
            assertThat(version(plane)).as(payload).isEqualTo(SAYS.get(payload));
        }
        for (int i = stack.size() - 1; i >= 0; i--) {
            act(plane, ActionCommand.REVERT, stack.get(i));
            act(plane, ActionCommand.UNLOAD, stack.get(i));
        }
    }

    private static void act(ModelPlane plane, ActionCommand command, String payload) {
        assertThat(plane.action(command.code(), payload, LONG, 0)).isEqualTo(new Outcome.Returned(0));
        if (command != ActionCommand.UNLOAD) {
            assertThat(plane.finishAction(LONG)).as("%s %s", command, payload).isEqualTo(new Outcome.Returned(0));
            assertThat(plane.get(payload).status().orElseThrow().rc()).isZero();
        }
    }

    private static String version(ModelPlane plane) {
        return plane.hypervisor().readString(plane.call(0, "xen_extra_version").result());
    }

    private static List<String> payloads(String variant, Profile release) throws IOException {
        String extension = "." + release.xenPrefix();
        try (Stream<Path> files = Files.list(Fixtures.path("payloads/" + variant))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(extension))
                    .map(name -> name.substring(0, name.length() - extension.length()))
                    .sorted()
                    .toList();
        }
    }

    /** {@code make payloads RELEASE=...} knows the releases that there are. */
    @Test
    void theBuildKnowsEveryRelease() throws IOException {
        String names =
                String.join(" ", Profiles.series().stream().map(Series::name).toList());
        assertThat(Files.readAllLines(Fixtures.path("../payloads/Makefile")))
                .contains("livepatch_RELEASES := " + names)
                .contains("xsplice_RELEASES   := " + Profiles.XSPLICE_2016.name());
    }
}
