// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

import java.util.Set;

/**
 * The processor that the hypervisor has booted on, as far as its text depends on it.
 *
 * @param features numbers as in {@code boot_cpu_data.x86_capability}: word times 32 plus bit
 * @param nops the family of NOPs that code is filled with
 */
public record CpuModel(String name, Set<Integer> features, Nops nops) {

    /** The families of NOPs that {@code arch_init_ideal_nops} (xen/arch/x86/alternative.c) chooses from. */
    public enum Nops {
        /** Most Intel processors, and AMD from family 16 on. */
        P6(
                "90",
                "6690",
                "0f1f00",
                "0f1f4000",
                "0f1f440000",
                "660f1f440000",
                "0f1f8000000000",
                "0f1f840000000000",
                "660f1f840000000000"),
        /** AMD up to family 15, and some early Intel Core. */
        K8(
                "90",
                "6690",
                "666690",
                "66666690",
                "6666906690",
                "666690666690",
                "66666690666690",
                "6666669066666690",
                "666690666690666690");

        private final String[] forms;

        Nops(String... forms) {
            this.forms = forms;
        }

        /** Returns the length of the longest one, in bytes. */
        public int longest() {
            return forms.length;
        }

        /** Returns the form of a length from 1 to {@link #longest}, as hex digits. */
        public String form(int length) {
            return forms[length - 1];
        }
    }
}
