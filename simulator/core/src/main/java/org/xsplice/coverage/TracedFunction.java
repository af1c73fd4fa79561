// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.coverage;

import java.util.List;

/**
 * A function whose blocks are counted.
 *
 * @param name as the hypervisor knows it: a static one with its file
 * @param blocks by address
 */
public record TracedFunction(String name, long address, long size, List<CodeBlock> blocks) {}
