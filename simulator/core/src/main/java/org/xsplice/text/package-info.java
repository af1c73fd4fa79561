// SPDX-License-Identifier: GPL-2.0-or-later
/** Words and lines for people: what was probably meant, where lines break, how they look, durations, places in files. */
package org.xsplice.text;
