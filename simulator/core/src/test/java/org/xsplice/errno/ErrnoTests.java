// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.errno;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoTests {
    @Test
    void namesNumbersAndReturnCodes() {
        assertThat(Errno.of(22)).contains(Errno.EINVAL);
        assertThat(Errno.of(-22)).contains(Errno.EINVAL);
        assertThat(Errno.of(12345)).isEmpty();
        assertThat(Errno.nameOf(-16)).isEqualTo("-EBUSY");
        assertThat(Errno.nameOf(0)).isEqualTo("0");
        assertThat(Errno.textOf(2)).isEqualTo("No such file or directory");
        assertThat(Errno.textOf(-4095)).isEqualTo("Unknown error 4095");
    }
}
