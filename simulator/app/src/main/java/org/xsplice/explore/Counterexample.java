// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import org.xsplice.orders.ChoiceLog;

/** An order of events in which a property does not hold; the last choice breaks it. */
public record Counterexample(Violation violation, ChoiceLog choices) {}
