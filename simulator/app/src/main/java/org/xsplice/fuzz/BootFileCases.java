// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xsplice.chance.Chance;
import org.xsplice.damage.FileMutator;
import org.xsplice.damage.Mutant;

/** Damaged files as they lie in /boot, which the program reads from a file and tells what they are. */
final class BootFileCases implements CaseSource {
    private final TestedProgram program;
    private final List<byte[]> files;
    private final Chance chance;
    private final FileMutator mutator;
    private final FuzzFolder folder;

    BootFileCases(TestedCommands commands, FuzzTarget target, Chance chance) {
        program = commands.program().get();
        files = target.bootFiles();
        this.chance = chance;
        mutator = new FileMutator(chance);
        folder = FuzzFolder.create();
    }

    @Override
    public FuzzCase prepare(long number) {
        Mutant mutant = mutator.mutate(files.get(chance.below(files.size())));
        boolean json = chance.oneIn(2);
        return new FuzzCase(number, mutant.file(), mutant.changes(), Optional.empty(), () -> look(mutant.file(), json));
    }

    private CaseResult look(byte[] bytes, boolean json) {
        Path file = folder.path().resolve("boot");
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> arguments = json ? List.of("image", "--json", file.toString()) : List.of("image", file.toString());
        return CommandCase.run(program, Ending.BOOT_FILE, new byte[0], arguments);
    }

    @Override
    public void close() {
        folder.close();
    }
}
