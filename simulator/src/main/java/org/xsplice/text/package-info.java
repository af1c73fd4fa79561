// SPDX-License-Identifier: GPL-2.0-or-later
/** Words and lines for people: what was probably meant, where lines break, and how they look. */
package org.xsplice.text;
