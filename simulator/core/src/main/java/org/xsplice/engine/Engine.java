// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.util.List;

/** A native engine that the simulator uses. */
public enum Engine {
    UNICORN("Unicorn", "libunicorn2", List.of("libunicorn.so.2", "libunicorn.2.dylib", "unicorn.dll")),
    CAPSTONE(
            "Capstone",
            "libcapstone4",
            List.of("libcapstone.so.5", "libcapstone.so.4", "libcapstone.so", "libcapstone.dylib", "capstone.dll")),
    KEYSTONE("Keystone", "", List.of("libkeystone.so", "libkeystone.so.0", "libkeystone.dylib", "keystone.dll"));

    private final String title;
    private final String debianPackage;
    private final List<String> fileNames;

    Engine(String title, String debianPackage, List<String> fileNames) {
        this.title = title;
        this.debianPackage = debianPackage;
        this.fileNames = fileNames;
    }

    public String title() {
        return title;
    }

    /** Returns the Debian package of it, or an empty string where Debian has none. */
    public String debianPackage() {
        return debianPackage;
    }

    /** Returns the names its library goes by, best first. */
    public List<String> fileNames() {
        return fileNames;
    }
}
