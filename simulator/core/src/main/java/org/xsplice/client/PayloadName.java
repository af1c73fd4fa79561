// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

/** What {@code load} calls a payload: the base name of its file up to the last dot. */
public final class PayloadName {
    private PayloadName() {}

    /**
     * Makes a name of a path.
     *
     * @param path slashes at its end do not count; a path of nothing else is called {@code /}
     */
    public static String ofFile(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        String name = path.substring(0, end);
        if (!name.equals("/")) {
            name = name.substring(name.lastIndexOf('/') + 1);
        }
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
