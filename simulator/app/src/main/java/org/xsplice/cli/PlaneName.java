// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import org.xsplice.host.PlaneKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a control plane. */
final class PlaneName implements ITypeConverter<PlaneKind> {
    @Override
    public PlaneKind convert(String word) {
        return PlaneKind.of(word)
                .orElseThrow(
                        () -> new TypeConversionException("there is no plane '" + word + "'; use model, xen or both"));
    }
}
