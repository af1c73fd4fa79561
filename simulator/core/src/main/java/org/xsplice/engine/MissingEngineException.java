// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.nio.file.Path;
import java.util.stream.Collectors;

/** A native engine is not there, is damaged, cannot be loaded, or lacks x86. The message says what mends it. */
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

    private MissingEngineException(String message) {
        super(message);
    }

    /**
     * Returns what is thrown where a library is not as it was fetched. A package would not help: the library is found first.
     *
     * @param how for people
     */
    static MissingEngineException damaged(EngineFile file, String how) {
        return damaged(file, how, EngineFolders.here());
    }

    static MissingEngineException damaged(EngineFile file, String how, EngineFolders folders) {
        return new MissingEngineException(file.engine().title() + " at " + file.file() + " is damaged: " + how
                + ". Run " + Fetch.command(folders, file.file().getParent()) + ".");
    }

    /**
     * Returns what is thrown where a library that is there cannot be loaded.
     *
     * @param reason of the system
     */
    public static MissingEngineException notLoaded(EngineFile file, String reason) {
        String problem = "cannot be loaded (" + reason + ")";
        String place = file.engine().title() + " at " + file.file() + " " + problem;
        if (reason.contains("Cannot allocate memory") || reason.contains("failed to map segment")) {
            return new MissingEngineException(
                    place + ": too little memory is left to this process. Look at `ulimit -v`, and raise it.");
        }
        if (reason.contains("Too many open files")) {
            return new MissingEngineException(
                    place + ": this process may not open more files. Look at `ulimit -n`, and raise it.");
        }
        return new MissingEngineException(file, problem);
    }

    private static String mend(Engine engine, EngineFolders folders) {
        return "Run " + Fetch.command(folders)
                + (engine.debianPackage().isEmpty() ? "." : ", or `apt-get install " + engine.debianPackage() + "`.");
    }
}
