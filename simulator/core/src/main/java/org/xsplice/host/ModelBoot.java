// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import org.xsplice.hypervisor.BootedImage;
import org.xsplice.hypervisor.GuestLayout;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.plane.xen.UnknownBuildException;
import org.xsplice.plane.xen.XenPlane;
import org.xsplice.profile.Profile;

/** Boots images for the model, which lets the image's own code run too: hooks, and functions that are called. */
final class ModelBoot {
    private ModelBoot() {}

    /** Boots one, with its fields where its code has them; the images of this project are like builds of 4.17. */
    static BootedImage of(HypervisorImage image, Profile profile, int cpus) {
        return ModelPlane.bootImage(image, profile, layout(image), cpus);
    }

    /** Returns where its code has its fields. */
    static GuestLayout layout(HypervisorImage image) {
        try {
            return XenPlane.layoutOf(image);
        } catch (UnknownBuildException e) {
            return GuestLayout.XEN_4_17;
        }
    }
}
