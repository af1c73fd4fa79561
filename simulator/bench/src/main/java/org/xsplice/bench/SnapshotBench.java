// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Machine;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.machine.Snapshot;
import org.xsplice.machine.Stop;

/**
 * Keeping a booted machine, and putting it back, after guest code has written to ten pages. What {@code write} takes is in
 * the other figures too. The pages that were written before are older than all of that.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class SnapshotBench {
    private static final int PAGES = 10;
    private static final long TEXT = 0xffff82cf80000000L;
    private static final long NEW = TEXT + 0x100000;
    private static final long OLD = TEXT + 0x10000000;

    /** {@code again: inc qword [rdi]; add rdi, 4096; dec ecx; jnz again; hlt}. */
    private static final String WRITE = "48ff07" + "4881c700100000" + "ffc9" + "75f2" + "f4";

    @Param({"0", "5000"})
    int oldPages;

    private BenchHost host;
    private Machine machine;
    private Snapshot start;

    @Setup
    public void boot() {
        host = BenchHost.boot(BenchHost.EMBEDDED, 2);
        machine = host.plane().hypervisor().machine();
        Memory memory = machine.memory();
        memory.map(TEXT, Memory.PAGE_SIZE, Permission.RX);
        byte[] code = HexFormat.of().parseHex(WRITE);
        memory.poke(TEXT, code, 0, code.length);
        memory.map(NEW, PAGES * (long) Memory.PAGE_SIZE, Permission.RW);
        machine.snapshot();
        if (oldPages > 0) {
            memory.map(OLD, oldPages * (long) Memory.PAGE_SIZE, Permission.RW);
            write(OLD, oldPages);
        }
        start = machine.snapshot();
    }

    private void write(long address, int pages) {
        Cpu cpu = machine.cpu(0);
        cpu.set(Register.RDI, address);
        cpu.set(Register.RCX, pages);
        if (!(cpu.run(TEXT, 1_000_000) instanceof Stop.Halted)) {
            throw new IllegalStateException("the guest has not written");
        }
    }

    @Benchmark
    public void write() {
        write(NEW, PAGES);
    }

    @Benchmark
    public Snapshot snapshot() {
        write(NEW, PAGES);
        return machine.snapshot();
    }

    @Benchmark
    public void restore() {
        write(NEW, PAGES);
        machine.restore(start);
    }

    @Benchmark
    public Snapshot snapshotOfNothingNew() {
        return machine.snapshot();
    }

    @TearDown
    public void close() {
        host.close();
    }
}
