// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.xsplice.machine.Access;
import org.xsplice.machine.Machine;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;

/** What a machine holds, to be compared: the registers of each CPU, and a checksum of each of some pages. */
public final class MachineState {
    private MachineState() {}

    public static List<String> of(Machine machine, long[] pages) {
        List<String> lines = new ArrayList<>();
        for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
            lines.add("CPU " + cpu + Arrays.toString(machine.cpu(cpu).save().values()));
        }
        Memory memory = machine.memory();
        byte[] content = new byte[Memory.PAGE_SIZE];
        for (long page : pages) {
            Permission permission = memory.permissionAt(page);
            CRC32 sum = new CRC32();
            if (permission != null && permission.allows(Access.READ)) {
                memory.read(page, content, 0, content.length);
                sum.update(content);
            }
            lines.add(Long.toHexString(page) + " " + permission + " " + sum.getValue());
        }
        return lines;
    }
}
