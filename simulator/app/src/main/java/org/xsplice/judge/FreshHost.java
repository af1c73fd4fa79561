// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.function.Function;
import org.xsplice.client.Libxc;
import org.xsplice.client.XenLivepatch;
import org.xsplice.event.EventSink;
import org.xsplice.plane.ControlPlane;

/** A host that was just booted, what it says, and the files that the tool finds there. */
final class FreshHost implements AutoCloseable {
    private final ConsoleRecord console = new ConsoleRecord();
    private final ControlPlane plane;
    private final RecordedFiles files;

    /**
     * @param boot makes the host, given who takes its events
     */
    FreshHost(Function<EventSink, ControlPlane> boot, ConformanceFolder folder) {
        plane = boot.apply(console);
        files = new RecordedFiles(folder);
        console.take();
    }

    ControlPlane plane() {
        return plane;
    }

    ConsoleRecord console() {
        return console;
    }

    RecordedFiles files() {
        return files;
    }

    Libxc libxc() {
        return new Libxc(plane);
    }

    XenLivepatch tool() {
        return new XenLivepatch(plane, files);
    }

    @Override
    public void close() {
        plane.close();
    }
}
