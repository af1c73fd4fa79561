// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.ImageException;
import org.xsplice.inspect.Inspector;
import org.xsplice.inspect.PayloadFile;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.profile.Profile;
import org.xsplice.recognition.Recognition;

/**
 * A damaged hypervisor: one line why it is no use, or a guest that boots and takes a good payload, or dies of it. The payload is
 * inspected for it too, which looks through all of its code and data.
 */
final class ImageCase {
    private static final String NAME = "good";

    private ImageCase() {}

    static CaseResult run(byte[] file, Profile profile, byte[] payload) {
        try {
            HypervisorImage image = HypervisorImage.parse("image", file);
            Recognition.of(image);
            return run(image, profile, payload);
        } catch (ImageException e) {
            if (e.getMessage().lines().count() != 1) {
                throw new AssertionError("not one line: " + e.getMessage(), e);
            }
            return new CaseResult(Ending.IMAGE_REFUSED, reason(e.getMessage()));
        } catch (HypervisorDiedException e) {
            return new CaseResult(
                    Ending.IMAGE_DIED, "while it boots: " + e.death().cause());
        }
    }

    private static CaseResult run(HypervisorImage image, Profile profile, byte[] payload) {
        try (FuzzHosts hosts = FuzzHosts.modelled(image, profile);
                Inspector inspector = new Inspector(image, profile, List.of());
                FuzzHost host = FuzzHost.of(hosts::next)) {
            inspector.inspect(new PayloadFile(NAME, payload));
            return patch(host, payload);
        }
    }

    private static CaseResult patch(FuzzHost host, byte[] payload) {
        Outcome outcome = host.upload(NAME, payload);
        if (outcome instanceof Outcome.Returned returned && returned.rc() != 0) {
            return new CaseResult(Ending.IMAGE_RAN, "refused: " + host.refusal());
        }
        for (ActionCommand command : new ActionCommand[] {ActionCommand.APPLY, ActionCommand.REVERT}) {
            if (!(outcome instanceof Outcome.Died)) {
                outcome = host.act(command, NAME, 0);
            }
            if (!(outcome instanceof Outcome.Died)
                    && host.plane()
                            .hypervisor()
                            .symbols()
                            .plain("xen_extra_version")
                            .isPresent()) {
                outcome = host.plane().call(0, "xen_extra_version").outcome();
            }
            if (!(outcome instanceof Outcome.Died)) {
                outcome = host.plane().key('x');
            }
        }
        if (outcome instanceof Outcome.Died died) {
            return new CaseResult(Ending.IMAGE_DIED, "later: " + died.death().cause());
        }
        boolean reverted = host.plane().get(NAME).status().orElseThrow().state() == PayloadStatus.CHECKED;
        return new CaseResult(
                Ending.IMAGE_RAN, reverted ? "applied, called and reverted" : "not reverted: " + host.refusal());
    }

    /** Returns a message without what differs from file to file. */
    private static String reason(String message) {
        return message.replaceFirst("^image: ", "")
                .replaceAll("\\b[0-9a-f]{16}\\b", "…")
                .replaceAll("\\d+", "n");
    }
}
