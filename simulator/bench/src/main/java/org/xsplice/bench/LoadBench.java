// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

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
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;

/**
 * One upload and unload of a payload with so many relocations, half of them R_X86_64_64 and half R_X86_64_PC32, and 24
 * bytes of code for each. With 40 000 the file is as large as a payload may be, nearly.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class LoadBench {
    private static final int CODE_PER_RELOCATION = 24;

    @Param({"1", "1000", "40000"})
    int relocations;

    private BenchHost host;
    private byte[] payload;

    @Setup
    public void boot() {
        host = BenchHost.boot(BenchHost.EMBEDDED, 1);
        payload = payload();
        if (payload.length > Profile.MAX_SIZE) {
            throw new IllegalStateException("the payload has " + payload.length + " bytes, too many");
        }
    }

    private byte[] payload() {
        PayloadBuilder builder = PayloadBuilder.of(Profiles.XEN_4_17)
                .builtFor(host.plane().hypervisor().image().buildId())
                .replaceByName("xen_extra_version", 8, (byte) 0xc3);
        SymbolRef target = builder.text("target", (byte) 0xc3);
        int code = builder.object()
                .section(ObjectSection.progbits(
                        ".text.large",
                        Elf.SHF_ALLOC | Elf.SHF_EXECINSTR,
                        16,
                        new byte[relocations * CODE_PER_RELOCATION]));
        for (int i = 0; i < relocations; i++) {
            int type = i % 2 == 0 ? Elf.R_X86_64_64 : Elf.R_X86_64_PC32;
            builder.object().relocate(code, (long) i * CODE_PER_RELOCATION, type, target, -4);
        }
        return builder.build();
    }

    @Benchmark
    public void load() {
        host.upload("large", payload);
        host.unload("large");
    }

    @TearDown
    public void close() {
        host.close();
    }
}
