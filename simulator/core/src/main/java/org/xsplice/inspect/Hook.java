// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import org.xsplice.profile.HookKind;

/**
 * A function of the payload that is called around an action.
 *
 * @param number which one of its kind, from 0
 */
public record Hook(HookKind kind, int number, Pointer function) {}
