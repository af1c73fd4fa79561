// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The one place where files are read, whatever names them: a command line, a scenario, a folder of recorded cases. A file may
 * be a device, may have no end, may unpack to more than there is memory; what is read is a regular file of a bounded size.
 *
 * <pre>{@code
 * byte[] scenario = InputFile.read(Path.of("first.yaml"), InputKind.SCENARIO); // or an exception that says what is wrong
 * }</pre>
 */
package org.xsplice.input;
