// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What differs between hypervisor releases, as data: names, layouts, steps of loading, texts, and single behaviours. Code
 * asks a profile for a feature, never for the name of a release.
 *
 * <pre>{@code
 * Profile profile = Profiles.named("xen-4.17").orElseThrow();
 * if (profile.has(Feature.TASKLETS)) {
 *     guest.scheduleTasklet(fromCpu, cpu);
 * }
 * }</pre>
 */
package org.xsplice.profile;
