// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * A payload's way into the hypervisor: header, sections, symbols, relocations, notes and special sections, each checked
 * in the hypervisor's order and with its words.
 *
 * <p>There is a class for each step ({@code ElfLoad} to {@code SecurePayload}). At its head stand its checks in their
 * order ({@code Rungs}), and below them the methods that make them:
 *
 * <pre>{@code
 * private static final Rungs<SectionChecks> SPECIAL_SECTIONS = Rungs.together(
 *         rung(Check.SPECIAL_SECTION_PRESENT, SectionChecks::present),
 *         rung(Check.SPECIAL_SECTION_FILLED, SectionChecks::filled));
 * }</pre>
 *
 * <p>{@link org.xsplice.loader.PayloadLoader} takes the steps, in the order of the release.
 */
package org.xsplice.loader;
