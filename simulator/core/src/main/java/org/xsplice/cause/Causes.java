// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cause;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xsplice.elf.ElfBytes;

/** Finds the cause of a refusal or a death. */
public final class Causes {
    /** The kinds, those that tell more first. */
    private static final List<Function<Stopped, Optional<Cause>>> KINDS = List.of(
            OtherFile::cause,
            OtherAbi::cause,
            OtherHypervisor::cause,
            RelocationTypes::cause,
            CompilerNames::cause,
            LostSections::cause,
            TakenName::cause,
            NearName::cause);

    private Causes() {}

    /** Finds the cause of what stopped the upload of a payload. */
    public static Optional<Cause> of(Stopped stopped) {
        return KINDS.stream().flatMap(kind -> kind.apply(stopped).stream()).findFirst();
    }

    /** Finds the cause why a file is too large or empty, before anything else is known of it. */
    public static Optional<Cause> ofSize(byte[] file) {
        ElfBytes bytes = new ElfBytes(file);
        return OtherFile.is(bytes).or(() -> DebugInformation.in(bytes));
    }
}
