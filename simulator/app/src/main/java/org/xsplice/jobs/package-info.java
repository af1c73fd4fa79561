// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Work that several threads share. Nothing that they find depends on how many there are, and in which order they come:
 *
 * <pre>{@code
 * try (Jobs jobs = new Jobs("sweep", 4)) {
 *     List<Cell> cells = jobs.map(tasks, Task::cell);
 * }
 * }</pre>
 */
package org.xsplice.jobs;
