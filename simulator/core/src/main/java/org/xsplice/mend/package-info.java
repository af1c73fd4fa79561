// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What would mend a payload: changes of its bytes, found by looking at the rest of the file, and how they are made.
 *
 * <p>A change is proposed only where the file itself tells what was meant, or where nothing of it is lost. Everything
 * else is told in words: what the file does not hold, no change of it can bring back.
 */
package org.xsplice.mend;
