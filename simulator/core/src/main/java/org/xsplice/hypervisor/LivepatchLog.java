// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;

/** What the live-patching code says on the console, in the words of a release. */
public final class LivepatchLog {
    private final Hypervisor hypervisor;
    private final Profile profile;

    public LivepatchLog(Hypervisor hypervisor, Profile profile) {
        this.hypervisor = hypervisor;
        this.profile = profile;
    }

    /**
     * Prints a message where this release prints it.
     *
     * @param arguments as its format in 4.17 wants them
     */
    public void print(Message message, Object... arguments) {
        if (profile.prints(message)) {
            hypervisor.printk(line(message), arguments);
        }
    }

    private String line(Message message) {
        return message.prefixed() ? profile.prefix() + profile.text(message) : profile.text(message);
    }
}
