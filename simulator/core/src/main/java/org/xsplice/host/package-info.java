// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Boots simulated hosts, and keeps them: the one place that knows which planes there are. A {@link
 * org.xsplice.host.HostSpec} says what is booted; a {@link org.xsplice.host.Host} is what was booted, at any moment of its
 * life.
 *
 * <pre>{@code
 * HostSpec spec = new HostSpec(image, Profiles.XEN_4_17, PlaneKind.MODEL, 2, Strategy.roundRobin(), 1000);
 * try (Host host = Host.boot(spec, new EventLog())) {
 *     host.plane().upload("hello", payload);
 *     Moment loaded = host.keep();
 *     host.plane().action(ActionCommand.APPLY.code(), "hello", Duration.ZERO, 0);
 *     host.plane().finishAction(Duration.ofMillis(30));
 *     Position applied = host.position();
 *     host.restore(loaded); // as if it had never been applied
 *     host.goTo(applied); // and applied again
 * }
 * }</pre>
 */
package org.xsplice.host;
