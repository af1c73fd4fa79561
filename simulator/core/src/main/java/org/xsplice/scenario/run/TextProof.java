// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import java.util.List;

/**
 * The hypervisor's text at the start of a run and at its end.
 *
 * @param address of its first byte
 * @param size in bytes
 * @param before SHA-256 at the start, in hex
 * @param after SHA-256 at the end, in hex
 * @param writes how often it was written in between
 * @param patched what differs, as {@code symbol (5 bytes)}
 */
public record TextProof(long address, int size, String before, String after, int writes, List<String> patched) {}
