// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Payloads and what is done with them: the list of loaded payloads, the stack of applied ones, the build-id rule, applying,
 * reverting and replacing. {@link org.xsplice.payload.Livepatch} is the front; {@code loader} makes a payload of a file.
 *
 * <pre>{@code
 * Livepatch livepatch = new Livepatch(hypervisor, profile, scheduler, disassembler);
 * livepatch.upload("hello", bytes); // RefusedException where the hypercall would return an error
 * livepatch.action(ActionCommand.APPLY.code(), "hello", Duration.ZERO, 0); // done while the scheduler's rounds go on
 * }</pre>
 */
package org.xsplice.payload;
