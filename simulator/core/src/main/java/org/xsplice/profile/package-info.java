// SPDX-License-Identifier: GPL-2.0-or-later
/** What differs between hypervisor releases, as data: names, layouts, orders of checks, texts, and single behaviours. */
package org.xsplice.profile;
