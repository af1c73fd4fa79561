// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.nio.file.Path;
import java.util.stream.Collectors;

/** A native engine is not there, cannot be loaded, or lacks x86. The message says which command brings it. */
public final class MissingEngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MissingEngineException(Engine engine) {
        this(engine, EngineFolders.here());
    }

    MissingEngineException(Engine engine, EngineFolders folders) {
        super(engine.title() + " is missing: looked in "
                + folders.inOrder().stream().map(Path::toString).collect(Collectors.joining(", "))
                + " and the system's library folders. " + mend(engine, folders));
    }

    public MissingEngineException(EngineFile file, String problem) {
        super(file.engine().title() + " at " + file.file() + " " + problem + ". "
                + mend(file.engine(), EngineFolders.here()));
    }

    private static String mend(Engine engine, EngineFolders folders) {
        return "Run " + Fetch.command(folders)
                + (engine.debianPackage().isEmpty() ? "." : ", or `apt-get install " + engine.debianPackage() + "`.");
    }
}
