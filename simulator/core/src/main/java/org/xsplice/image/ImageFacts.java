// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.image;

import java.util.Optional;
import java.util.OptionalInt;
import org.xsplice.hypervisor.HypervisorImage;

/**
 * What the version functions of an image return (xen/common/version.c), told from their code; nothing where the code is of
 * another form, or there is no such function.
 *
 * @param extraVersion as {@code XENVER_extraversion} gives it, for example {@code .5}
 * @param compiler the compiler's own name and version
 * @param changeSet what the build was made of
 */
public record ImageFacts(
        OptionalInt major,
        OptionalInt minor,
        Optional<String> extraVersion,
        Optional<String> compiler,
        Optional<String> changeSet) {
    /** Reads them. */
    public static ImageFacts of(HypervisorImage image) {
        ConstantFunctions functions = new ConstantFunctions(image);
        return new ImageFacts(
                functions.number("xen_major_version"),
                functions.number("xen_minor_version"),
                functions.string("xen_extra_version"),
                functions.string("xen_compiler"),
                functions.string("xen_changeset").filter(set -> !set.isEmpty()));
    }

    /** Returns the release as people write it, for example {@code 4.17.5}; nothing where the image does not show it. */
    public Optional<String> release() {
        return major.isPresent() && minor.isPresent()
                ? Optional.of(major.getAsInt() + "." + minor.getAsInt() + extraVersion.orElse(""))
                : Optional.empty();
    }
}
