// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * A hypervisor image brought to life in a machine: its symbols, build-id, memory regions and console, calls of its
 * functions, and the one way in which its text is written.
 *
 * <pre>{@code
 * HypervisorImage image = HypervisorImage.open(Path.of("fixtures/guests/plain/xen-syms"));
 * try (BootedImage booted =
 *         new BootedImage(image, new UnicornMachine(1), Profiles.XEN_4_17, GuestLayout.XEN_4_17)) {
 *     Hypervisor hypervisor = new Hypervisor(booted, new HostState(), event -> {}, () -> VirtualTime.START);
 *     long string = hypervisor.call(0, "xen_extra_version");
 *     assertThat(hypervisor.readString(string)).isEqualTo(".0-embedded");
 * }
 * }</pre>
 */
package org.xsplice.hypervisor;
