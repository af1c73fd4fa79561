// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xsplice.engine.Checkout;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.time.Duration;

/** A booted host as benchmarks use it. What does not succeed is an error: a benchmark measures nothing else. */
final class BenchHost implements AutoCloseable {
    static final Path HOME = Checkout.file("");
    static final Path EMBEDDED = HOME.resolve("fixtures/guests/plain/xen-syms");
    /** What {@code make xen} has fetched. */
    static final Path REAL = HOME.resolve(".xen/current/xen-syms");

    private static final Duration CLIENT_WAIT = Duration.ofMillis(60);

    private final ModelPlane plane;

    private BenchHost(ModelPlane plane) {
        this.plane = plane;
    }

    static BenchHost boot(Path image, int cpus) {
        try {
            return new BenchHost(new ModelPlane(
                    HypervisorImage.open(image),
                    Profiles.XEN_4_17,
                    cpus,
                    Strategy.roundRobin(),
                    Scheduler.DEFAULT_QUANTUM,
                    event -> {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the prebuilt hello of the embedded guest. */
    static byte[] hello() {
        try {
            return Files.readAllBytes(HOME.resolve("fixtures/payloads/plain/xen_hello_world.livepatch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ModelPlane plane() {
        return plane;
    }

    void upload(String name, byte[] payload) {
        require("UPLOAD " + name, plane.upload(name, payload));
    }

    void apply(String name) {
        act(ActionCommand.APPLY, name);
    }

    void revert(String name) {
        act(ActionCommand.REVERT, name);
    }

    void unload(String name) {
        act(ActionCommand.UNLOAD, name);
    }

    private void act(ActionCommand command, String name) {
        require(command + " " + name, plane.action(command.code(), name, Duration.ZERO, 0));
        if (command != ActionCommand.UNLOAD) {
            require("end of " + command, plane.finishAction(CLIENT_WAIT));
        }
    }

    private static void require(String what, Outcome outcome) {
        if (!(outcome instanceof Outcome.Returned returned) || returned.rc() != 0) {
            throw new IllegalStateException(what + ": " + outcome);
        }
    }

    @Override
    public void close() {
        plane.close();
    }
}
