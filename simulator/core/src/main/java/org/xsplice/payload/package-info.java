// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Payloads and what is done with them: the list of the loaded ones, the stack of the applied ones, the build-id rule,
 * applying, reverting and replacing.
 */
package org.xsplice.payload;
