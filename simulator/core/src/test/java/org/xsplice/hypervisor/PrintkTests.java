// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.RealImage;

/**
 * What hooks print with {@code printk}: formats of our own against {@code snprintf} of a real image, executed, with the
 * same arguments.
 */
class PrintkTests {
    private static final int BUFFER_SIZE = 512;
    private static final long NUMBER = 0x123456789abcdef0L;
    private static final String TEXT = "abcdef";

    private final EventLog log = new EventLog();
    private ModelPlane plane;

    @BeforeEach
    void boot() throws IOException {
        HypervisorImage image = HypervisorImage.open(RealImage.path());
        plane = new ModelPlane(image, Profiles.XEN_4_17, 1, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, log);
    }

    @AfterEach
    void stop() {
        if (plane != null) {
            plane.close();
        }
    }

    private Hypervisor hypervisor() {
        return plane.hypervisor();
    }

    /** Where things are in memory of the guest's that is not the hypervisor's. */
    private long place(int number) {
        return hypervisor().guestMemory() + (long) number * BUFFER_SIZE;
    }

    private long put(int number, byte... bytes) {
        hypervisor().memory().write(place(number), bytes);
        return place(number);
    }

    private long put(int number, String text) {
        return put(number, (text + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    private String guests(String format, long... values) {
        long[] arguments = new long[6];
        arguments[0] = put(0, new byte[BUFFER_SIZE]);
        arguments[1] = BUFFER_SIZE;
        arguments[2] = put(1, format);
        System.arraycopy(values, 0, arguments, 3, values.length);
        hypervisor().call(0, "snprintf", arguments);
        return hypervisor().readString(place(0));
    }

    private String ours(String format, long... values) {
        long[] arguments = new long[values.length + 1];
        arguments[0] = put(1, format + "\n");
        System.arraycopy(values, 0, arguments, 1, values.length);
        int from = log.size();
        hypervisor().call(0, "printk", arguments);
        return String.join(
                "\n",
                log.since(from, EventData.ConsoleLine.class)
                        .map(EventData.ConsoleLine::line)
                        .toList());
    }

    private Map<String, String> differences(List<String> formats, long... values) {
        Map<String, String> differences = new LinkedHashMap<>();
        for (String format : formats) {
            String guests = guests(format, values);
            String ours = ours(format, values);
            if (!guests.equals(ours)) {
                differences.put(format, "guest \"" + guests + "\", ours \"" + ours + "\"");
            }
        }
        return differences;
    }

    @Test
    void numbersAreFormattedAsTheGuestDoes() {
        List<String> formats = List.of(
                "%d|%i|%u",
                "%x|%X|%o",
                "%#x|%#X|%#o",
                "%ld|%lu|%lx",
                "%lld|%llu|%llx",
                "%zd|%zu|%zx",
                "%hd|%hu|%hx",
                "%hhd|%hhu|%hhx",
                "%5d|%-5d|%05d",
                "%+d|% d|%+5d",
                "%.3d|%.20lu|%8.4x",
                "%020lx|%-20lx|%#20lx",
                "%#018lx|%#-18lx|%+018ld",
                "%p|%20p|%-20p",
                "%%|%d",
                "%q|%d",
                "100%");
        for (long value : new long[] {0, 1, 9, -1, 65, NUMBER, -NUMBER, Integer.MIN_VALUE, Long.MIN_VALUE}) {
            assertThat(differences(formats, value, value, value))
                    .as("%d", value)
                    .isEmpty();
        }
    }

    @Test
    void aWidthBeyondAllMeasureFillsTheLine() {
        assertThat(ours("%*d", Integer.MAX_VALUE, 42)).isEmpty();
        assertThat(ours("")).as("the line's end was cut off").isEqualTo(" ".repeat(1023));
    }

    /** A NUL ends what is printed, the line's end as well: the next line is the same one. */
    @Test
    void charactersAreFormattedAsTheGuestDoes() {
        assertThat(differences(List.of("%c%c%c", "%3c|%-3c|%c"), 'a', 'b', 0x263))
                .isEmpty();
        assertThat(ours("%c%c", 'a', 0)).isEmpty();
        assertThat(ours("%c", 'b')).isEqualTo("ab");
    }

    @Test
    void textIsFormattedAsTheGuestDoes() {
        long text = put(2, TEXT);
        assertThat(differences(
                        List.of("%s|%s|%s", "%3s|%10s|%-10s", "%.3s|%8.3s|%-8.3s", "%.0s|%s|%s", "%010s|%s|%s"),
                        text,
                        text,
                        text))
                .isEmpty();
        assertThat(differences(List.of("%s", "%10s", "%.2s"), 0)).as("NULL").isEmpty();
        assertThat(differences(List.of("%*s|%s", "%-*s|%s", "%.*s|%s"), 8, text, text))
                .isEmpty();
        assertThat(differences(List.of("%*s|%s"), -8, text, text)).isEmpty();
    }

    @Test
    void bytesAreFormattedAsTheGuestDoes() {
        byte[] bytes = new byte[80];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37);
        }
        long place = put(2, bytes);
        for (long length : new long[] {0, 1, 2, 20, 64, 65, 80}) {
            assertThat(differences(List.of("%*ph|", "%*phC|", "%*phD|", "%*phN|"), length, place))
                    .as("%d", length)
                    .isEmpty();
        }
        assertThat(differences(List.of("%3ph|%phN", "%20phN|%3phC"), place, place))
                .isEmpty();
    }

    /** The guest's list of regions is filled at boot, which is not run: what {@code %pS} prints is held by Xen's reports. */
    @Test
    void symbolsAreNamed() {
        Symbol function = hypervisor().symbols().find("printk").orElseThrow();
        String size = "0x" + Long.toHexString(function.size());
        long start = function.address();
        assertThat(ours("%ps|%ps", start, start + 4)).isEqualTo("printk|printk+0x4/" + size);
        assertThat(ours("%pS|%pS", start, start + 4)).isEqualTo("printk+0/" + size + "|printk+0x4/" + size);
        assertThat(ours("%pS|%ps", 0x1000, 0x1000)).isEqualTo("0000000000001000|0000000000001000");
    }
}
