// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Machine code to text and back: Capstone and Keystone, through JNA, behind our own interfaces.
 *
 * <pre>{@code
 * try (Disassembler disassembler = new CapstoneDisassembler()) {
 *     disassembler.disassemble(new byte[] {(byte) 0xc3}, 0x1000, 1); // one instruction: ret
 * }
 * }</pre>
 */
package org.xsplice.asm;
