// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/** What a page may be used for, under the names of Xen's page attributes. */
public enum Permission {
    NONE(false, false, false),
    RO(true, false, false),
    RW(true, true, false),
    RX(true, false, true),
    RWX(true, true, true);

    private final boolean read;
    private final boolean write;
    private final boolean execute;

    Permission(boolean read, boolean write, boolean execute) {
        this.read = read;
        this.write = write;
        this.execute = execute;
    }

    /** Returns whether an access is allowed. */
    public boolean allows(Access access) {
        return switch (access) {
            case READ -> read;
            case WRITE -> write;
            case EXECUTE -> execute;
        };
    }

    /** Returns the constant that allows just these accesses; write and execute imply read on x86. */
    public static Permission of(boolean read, boolean write, boolean execute) {
        if (execute) {
            return write ? RWX : RX;
        }
        if (write) {
            return RW;
        }
        return read ? RO : NONE;
    }
}
