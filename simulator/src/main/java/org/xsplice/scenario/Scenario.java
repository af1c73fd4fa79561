// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.util.List;
import org.xsplice.host.PlaneKind;
import org.xsplice.profile.Profile;

/**
 * A scenario file, read and found usable.
 *
 * @param file as the user named it
 * @param title one line for people
 * @param plane who decides
 * @param quantum instructions of a CPU's turn
 */
public record Scenario(
        String file,
        String title,
        Guest guest,
        Profile profile,
        PlaneKind plane,
        int cpus,
        long seed,
        Schedule schedule,
        int quantum,
        List<Step> steps) {}
