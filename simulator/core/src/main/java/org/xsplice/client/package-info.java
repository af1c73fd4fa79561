// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The {@code xen-livepatch} tool of Xen 4.17, and the part of libxenctrl that it calls, as a library.
 *
 * <pre>{@code
 * XenLivepatch tool = new XenLivepatch(plane, new HostFiles(folder));
 * ToolResult result = tool.run(List.of("upload", "hello", "xen_hello_world.livepatch"));
 * }</pre>
 */
package org.xsplice.client;
