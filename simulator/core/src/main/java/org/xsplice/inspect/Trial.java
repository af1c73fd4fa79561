// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.hypervisor.Death;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.Suspect;
import org.xsplice.mend.Mend;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Refusal;

/**
 * What came of uploading a payload.
 *
 * @param passed the checks that were made and passed, for at least some of their objects
 * @param loadAddresses where each section was loaded, section 0 first; 0 where it was not. Empty where the hypervisor did
 *     not come that far
 * @param console what the hypervisor printed
 */
public record Trial(Result result, Set<Check> passed, List<Long> loadAddresses, List<String> console) {

    /** How the upload ended. */
    public sealed interface Result {}

    /** It was accepted. */
    public record Accepted(LoadedPayload payload) implements Result {}

    /** A check refused it. */
    public record Refused(Refusal refusal, Stop stop) implements Result {}

    /**
     * The hypervisor died of it.
     *
     * @param function the Xen function that it died in
     * @param suspect what in the payload is to blame
     */
    public record Died(Death death, String function, Optional<Suspect> suspect, Stop stop) implements Result {}

    /**
     * Where on the ladder the hypervisor stopped, and what would mend it.
     *
     * @param item which one of several things the check was made of
     * @param cause what is wrong with the payload as a whole, for people, or an empty string
     */
    public record Stop(Check check, long item, Mend mend, String cause) {}

    /** Returns where the hypervisor stopped; nothing if it accepted the payload. */
    public Optional<Stop> stop() {
        if (result instanceof Refused refused) {
            return Optional.of(refused.stop());
        }
        return result instanceof Died died ? Optional.of(died.stop()) : Optional.empty();
    }
}
