// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One payload that was uploaded to a fresh host under the name {@code m}.
 *
 * @param name of the file, without extension
 * @param expected {@code outcome}, {@code errno} (negative, if refused) and {@code log}
 * @param death there if the hypervisor died
 */
record UploadCase(String name, ObjectNode expected, Optional<DeathReport> death) {}
