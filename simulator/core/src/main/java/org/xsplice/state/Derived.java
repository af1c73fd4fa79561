// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a field that changes and is no state: what it holds follows from the state, or is gone when a turn is over. */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Derived {
    /** Why it need not be kept. */
    String value();
}
