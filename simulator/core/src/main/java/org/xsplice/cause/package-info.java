// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Why a payload is refused, as the person who made it would say: built for another hypervisor, by a compiler with other
 * options, for another release, or no payload at all. A check of the hypervisor tells only what fails first.
 *
 * <p>{@link org.xsplice.cause.Causes} asks the kinds of causes one after the other; each looks at the whole file, at the
 * check, and at the hypervisor.
 */
package org.xsplice.cause;
