// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.nio.file.Path;

/**
 * A library file of an engine.
 *
 * @param file absolute path of the library
 * @param source where it came from, for people: the package with version and hash, or "installed on this system"
 */
public record EngineFile(Engine engine, Path file, String source) {}
