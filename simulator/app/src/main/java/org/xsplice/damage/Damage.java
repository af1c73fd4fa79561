// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

/**
 * One way of damaging a payload.
 *
 * @param name unique, in lower case, beginning with what is damaged
 * @param description one sentence that tells what is done
 */
public record Damage(String name, String description, Edit edit) {
    /**
     * Returns the damaged file.
     *
     * @throws java.util.NoSuchElementException if the payload has not the part that would be damaged
     */
    public byte[] apply(byte[] payload) {
        return edit.apply(payload);
    }
}
