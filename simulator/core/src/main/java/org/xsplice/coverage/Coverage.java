// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.coverage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.machine.Machine;

/**
 * Counts how often each basic block of the live-patching functions is executed, on any number of machines that run the same
 * image. Following costs time with every block, so it must be asked for. Not for use by several threads: each has its
 * own, and {@link #add} puts them together.
 */
public final class Coverage {
    private ByteString build = ByteString.of(new byte[0]);
    private List<TracedFunction> functions = List.of();
    /** Addresses of all blocks, in the order of signed numbers: all are in the upper half. */
    private long[] addresses = {};

    private long[] hits = {};

    /**
     * Follows what the CPUs of a machine execute from now on, for good.
     *
     * @param machine the image is in its memory, booted, and nothing has been patched yet
     * @throws IllegalArgumentException if another image has been followed before
     */
    public void follow(HypervisorImage image, Machine machine) {
        if (build.length() == 0) {
            begin(image.buildId(), LivepatchFunctions.of(image, machine.memory()));
        }
        requireSame(image.buildId());
        LivepatchFunctions.trace(functions, machine, this::count);
    }

    private void begin(ByteString newBuild, List<TracedFunction> newFunctions) {
        build = newBuild;
        functions = newFunctions;
        addresses = functions.stream()
                .flatMap(function -> function.blocks().stream())
                .mapToLong(CodeBlock::address)
                .toArray();
        hits = new long[addresses.length];
    }

    private void requireSame(ByteString other) {
        if (!other.equals(build)) {
            throw new IllegalArgumentException("blocks of build " + build + " cannot be counted in build " + other);
        }
    }

    private void count(long first, long end) {
        int found = Arrays.binarySearch(addresses, first);
        for (int i = found < 0 ? -found - 1 : found; i < addresses.length && addresses[i] < end; i++) {
            hits[i]++;
        }
    }

    /**
     * Adds what another one has counted.
     *
     * @throws IllegalArgumentException if that was with another image
     */
    public void add(Coverage other) {
        if (other.build.length() == 0) {
            return;
        }
        if (build.length() == 0) {
            begin(other.build, other.functions);
        }
        requireSame(other.build);
        for (int i = 0; i < hits.length; i++) {
            hits[i] += other.hits[i];
        }
    }

    /** Returns the functions by address; none where nothing has been followed. */
    public List<FunctionCoverage> functions() {
        List<FunctionCoverage> result = new ArrayList<>();
        int next = 0;
        for (TracedFunction function : functions) {
            int from = next;
            next += function.blocks().size();
            result.add(new FunctionCoverage(
                    function,
                    IntStream.range(from, next).mapToObj(i -> hits[i]).collect(Collectors.toUnmodifiableList())));
        }
        return result;
    }
}
