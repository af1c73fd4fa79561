// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

/** A native engine is not there, cannot be loaded, or lacks x86. The message says how to mend it. */
public final class MissingEngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MissingEngineException(Engine engine) {
        super(engine.title() + " is missing: looked in " + EngineFinder.folder() + " and the system's library folders. "
                + mend(engine));
    }

    public MissingEngineException(EngineFile file, String problem) {
        super(file.engine().title() + " at " + file.file() + " " + problem + ". " + mend(file.engine()));
    }

    private static String mend(Engine engine) {
        return "Run `make engines` in the project's folder"
                + (engine.debianPackage().isEmpty() ? "." : ", or `apt-get install " + engine.debianPackage() + "`.");
    }
}
