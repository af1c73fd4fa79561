// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a field whose type would allow it to change: it does not, once the host has been made. A test runs hosts and looks
 * whether that is true.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Fixed {}
