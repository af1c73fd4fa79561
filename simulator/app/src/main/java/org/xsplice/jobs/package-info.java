// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Work that several threads share. The results do not depend on the number of threads, nor on the order in which they finish:
 *
 * <pre>{@code
 * try (Jobs jobs = new Jobs("sweep", 4)) {
 *     List<Cell> cells = jobs.map(tasks, Task::cell);
 * }
 * }</pre>
 */
package org.xsplice.jobs;
