// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

/** What came of making a check that refused nothing. */
enum Made {
    PASSED,
    /** There was nothing that it would be made of. */
    NOTHING,
    /** There was nothing, and nothing more is checked of the thing either. */
    ENOUGH
}
