// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A long line takes as much work as it is long. Work is measured in memory: that is the same however busy the host is. */
class LongLineTests {
    private static final int LENGTH = 1_000_000;
    private static final int BYTES_FOR_EACH = 200;

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"title: %s", "title: '%s'", "title: \"%s\"", "# %s\ntitle: x", "%s: x", "title: |\n  %s"})
    void isReadOnce(String form) {
        String text = form.formatted("x".repeat(LENGTH)) + "\nsteps: [list]\n";
        long before = allocated();
        YamlFile.parse("s.yaml", text, new InputErrors());
        assertThat((allocated() - before) / LENGTH).isLessThan(BYTES_FOR_EACH);
    }
}
