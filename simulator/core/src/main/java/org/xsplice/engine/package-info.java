// SPDX-License-Identifier: GPL-2.0-or-later
/** Where the native engines are, and where they came from. Loads nothing. */
package org.xsplice.engine;
