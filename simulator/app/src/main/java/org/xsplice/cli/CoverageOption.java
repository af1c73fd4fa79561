// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xsplice.coverage.Coverage;
import org.xsplice.coverage.CoverageTable;
import org.xsplice.coverage.LcovFile;
import org.xsplice.host.PlaneKind;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --coverage}, for commands that run Xen's own code. */
final class CoverageOption {
    private static final String SUFFIX = ".info";

    @Option(
            names = "--coverage",
            paramLabel = "FILE" + SUFFIX,
            description = "shows which basic blocks of Xen's live-patching functions are reached: prints a table, and "
                    + "writes FILE.info for lcov and genhtml, and FILE.asm, the listing that it refers to")
    private Path file;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private final Coverage coverage = new Coverage();
    private OutputFile tracefile;
    private OutputFile listing;

    /**
     * Returns what is to count, if anything is.
     *
     * @throws ParameterException if there will be nothing to count, or nowhere to write
     */
    Optional<Coverage> begin(PlaneKind plane) {
        if (file == null) {
            return Optional.empty();
        }
        if (plane == PlaneKind.MODEL) {
            throw usageError("--coverage is about Xen's own code, so it needs --plane xen or --plane both");
        }
        if (!file.toString().endsWith(SUFFIX)) {
            throw usageError("--coverage: the name must end with " + SUFFIX + ", not " + file.getFileName());
        }
        if (tracefile == null) {
            tracefile = OutputFile.at(file);
            listing = OutputFile.at(Path.of(file.toString().replaceFirst("\\.info$", ".asm")));
        }
        return Optional.of(coverage);
    }

    private ParameterException usageError(String text) {
        return new ParameterException(command.commandLine(), text);
    }

    /** Prints the table and writes the files, where that was asked for. */
    void end(Output output) {
        if (tracefile == null) {
            return;
        }
        CoverageTable.lines(coverage).forEach(output::line);
        LcovFile lcov = LcovFile.of(
                coverage, listing.path().toAbsolutePath().normalize().toString());
        OutputFile.writeAll(Map.of(listing, text(lcov.listing()), tracefile, text(lcov.tracefile())));
    }

    private static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
