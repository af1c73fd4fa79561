// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The program's version, from the jar it comes in. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not built into a jar)");
        return new String[] {"xsplice " + version};
    }
}
