// SPDX-License-Identifier: GPL-2.0-or-later
/** Machine code to text and back: Capstone and Keystone, through JNA, behind interfaces of our own. */
package org.xsplice.asm;
