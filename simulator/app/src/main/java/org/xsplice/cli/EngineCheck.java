// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.xsplice.engine.Engine;
import org.xsplice.engine.EngineFile;
import org.xsplice.engine.EngineFinder;
import org.xsplice.engine.Integrity;
import org.xsplice.engine.MissingEngineException;

/**
 * Finds an engine, compares it with what was fetched, loads it, and tries it.
 *
 * @param without how bad it is when it does not work
 * @param version asks the loaded library
 * @param selfTest lets it do something real; returns what it did, line by line
 */
record EngineCheck(Engine engine, Finding.Level without, Supplier<String> version, Supplier<List<String>> selfTest) {
    Finding run() {
        try {
            EngineFile file = EngineFinder.require(engine);
            Integrity.requireSameContent(file);
            List<String> lines = new ArrayList<>();
            lines.add(version.get() + ", " + file.file());
            lines.addAll(List.of(file.source().split(" (?=sha256:)")));
            lines.addAll(selfTest.get());
            return new Finding(Finding.Level.OK, engine.title(), lines);
        } catch (MissingEngineException e) {
            return new Finding(without, engine.title(), List.of(e.getMessage().split("(?<=\\.) ")));
        } catch (SelfTestFailure e) {
            return new Finding(without, engine.title(), List.of("does not work: " + e.getMessage()));
        }
    }
}
