// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
            description = "counts which basic blocks of Xen's live-patching functions are reached: prints a table, and "
                    + "writes FILE.info for lcov and genhtml, with FILE.asm, the listing it refers to")
    private Path file;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private final Coverage coverage = new Coverage();

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
            throw usageError("--coverage counts Xen's own code: it needs --plane xen or --plane both");
        }
        if (!file.toString().endsWith(SUFFIX)) {
            throw usageError("--coverage: the name must end with " + SUFFIX + ", not " + file.getFileName());
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw usageError("--coverage: there is no folder " + folder);
        }
        return Optional.of(coverage);
    }

    private ParameterException usageError(String text) {
        return new ParameterException(command.commandLine(), text);
    }

    /**
     * Prints the table and writes the files, where that was asked for.
     *
     * @return whether the files could be written
     */
    boolean end(Output output) {
        if (file == null) {
            return true;
        }
        CoverageTable.lines(coverage).forEach(output::line);
        String name = file.toString();
        Path listing = Path.of(name.substring(0, name.length() - SUFFIX.length()) + ".asm");
        LcovFile lcov =
                LcovFile.of(coverage, listing.toAbsolutePath().normalize().toString());
        return write(output, listing, lcov.listing()) && write(output, file, lcov.tracefile());
    }

    private static boolean write(Output output, Path file, List<String> lines) {
        try {
            Files.write(file, lines);
            return true;
        } catch (IOException e) {
            output.error(file + ": cannot be written: " + e.getMessage());
            return false;
        }
    }
}
