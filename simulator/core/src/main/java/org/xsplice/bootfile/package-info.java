// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The files that lie in /boot: what each is, told from its first bytes, and Xen's own ones read without a symbol file. What
 * such a file has in memory, and its build-id, come from its headers; names, types and addresses from the table that Xen
 * carries for itself; sections from the names of their ends.
 *
 * <p>All that is read may be damaged. A file that cannot be used is an {@link org.xsplice.bootfile.BadBootFileException}
 * that says which part is wrong.
 *
 * <pre>{@code
 * byte[] file = Files.readAllBytes(Path.of("fixtures/guests/plain/xen-syms"));
 * assertThat(FileKind.of(new ElfBytes(file))).isEqualTo(FileKind.XEN_SYMS);
 * }</pre>
 */
package org.xsplice.bootfile;
