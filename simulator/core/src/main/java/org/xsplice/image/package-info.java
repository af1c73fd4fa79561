// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What a hypervisor's image shows of itself, without being run: its release and compiler, its sections and symbols. And the
 * image as an unstripped executable, for tools that want one.
 *
 * <pre>{@code
 * HypervisorImage image = EmbeddedGuest.PLAIN.image();
 * assertThat(ImageFacts.of(image).extraVersion()).contains(".0-embedded");
 * }</pre>
 */
package org.xsplice.image;
