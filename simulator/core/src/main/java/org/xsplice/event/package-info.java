// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What happened, as immutable records. Everything that people or tests observe is read from here.
 *
 * <pre>{@code
 * EventLog log = new EventLog(); // an EventSink: whoever emits is given it
 * log.since(0, EventData.ConsoleLine.class)
 *         .map(EventData.ConsoleLine::line)
 *         .forEach(output::line);
 * }</pre>
 */
package org.xsplice.event;
