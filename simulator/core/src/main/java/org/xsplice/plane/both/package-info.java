// SPDX-License-Identifier: GPL-2.0-or-later
/** Two control planes side by side: whatever is asked of one is asked of the other, and the answers are compared. */
package org.xsplice.plane.both;
