// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What an image is, read from the image: its version, and of each behaviour that differs between releases whether it has it,
 * by a symbol, a text, or the code of a function.
 *
 * <pre>{@code
 * Recognition recognised = Recognition.of(HypervisorImage.open(path)).orElseThrow();
 * Profile profile = recognised.profile();
 * recognised.sightings().forEach(sighting -> System.out.println(sighting.feature() + ": " + sighting.what()));
 * }</pre>
 */
package org.xsplice.recognition;
