// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a file. */
final class PathName implements ITypeConverter<Path> {
    @Override
    public Path convert(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(problem(e));
        }
    }

    /** Says why a name cannot be one of a file here: Java takes the character set of names from the locale. */
    static String problem(InvalidPathException e) {
        return e.getInput().indexOf('\0') >= 0
                ? "a file name cannot have a NUL character in it"
                : "\"" + e.getInput() + "\" cannot be the name of a file in this locale's character set ("
                        + System.getProperty("sun.jnu.encoding") + "); ./xsplice, or LC_ALL=C.UTF-8, helps";
    }
}
