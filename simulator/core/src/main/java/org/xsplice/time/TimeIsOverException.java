// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.time;

/** What was being done has been ended by its {@link TimeLimit}; nothing has been judged. */
public final class TimeIsOverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param where it was ended
     */
    public TimeIsOverException(Duration allowed, String where) {
        super(message(allowed, where), null, false, false);
    }

    /** Says it, for people. */
    public static String message(Duration allowed, String where) {
        return "the time limit of " + allowed + " is over: " + where;
    }
}
