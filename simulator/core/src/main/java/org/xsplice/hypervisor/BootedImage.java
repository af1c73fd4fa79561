// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.Optional;
import org.xsplice.machine.Machine;
import org.xsplice.machine.Memory;
import org.xsplice.machine.PageFaultException;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Snapshot;
import org.xsplice.profile.Profile;
import org.xsplice.state.Derived;
import org.xsplice.state.Fixed;

/**
 * An image in a machine's memory, as it is just after its boot. Hosts can be made of it one after the other: {@link #renew}
 * makes the memory what it was then, and the engines keep what they have translated.
 */
public final class BootedImage implements AutoCloseable {
    /** Where the simulator's own pages are: nothing of Xen's is there. */
    private static final long HOST_AREA = 0xffff82cf00000000L;

    private static final byte HLT = (byte) 0xf4;
    /** How many instructions count as an endless loop, where nothing else is asked for. */
    private static final long ENDLESS = 50_000_000;

    private final HypervisorImage image;
    private final Machine machine;
    private final Profile profile;
    private final VirtualRegion core;
    private final CallStacks stacks;
    private final long sentinel;

    @Fixed
    private long endless = ENDLESS;

    @Derived("what the image is after its boot, whatever becomes of its hosts")
    private Optional<Snapshot> fresh = Optional.empty();

    /**
     * Boots an image.
     *
     * @param machine without anything in its memory; closed with this
     * @param profile the release that the image is of
     * @param layout where this build has what its code asks for
     * @throws ImageException if the image lacks a symbol it must have, or does not fit
     */
    public BootedImage(HypervisorImage image, Machine machine, Profile profile, GuestLayout layout) {
        this.image = image;
        this.machine = machine;
        this.profile = profile;
        Memory memory = machine.memory();
        try {
            ImageMapper mapper = new ImageMapper(image, memory);
            mapper.run();
            core = mapper.coreRegion();
            new Boot(memory, image.symbols(), profile).run(core);
            mapper.dropInit();
            RunningState state = new RunningState(image, memory, profile, layout, HOST_AREA, machine.cpuCount());
            stacks = state.stacks();
            sentinel = state.free();
            memory.map(sentinel, Memory.PAGE_SIZE, Permission.RX);
            memory.map(sentinel + Memory.PAGE_SIZE, Memory.PAGE_SIZE, Permission.RW);
            memory.poke(sentinel, new byte[] {HLT}, 0, 1);
            stopAtPrivileged();
        } catch (PageFaultException e) {
            machine.close();
            throw new ImageException("the image's symbols do not fit its contents: " + e.fault());
        } catch (RuntimeException e) {
            machine.close();
            throw e;
        }
    }

    /**
     * Stops every CPU before a privileged instruction in code that is not the image's own. Of the image's it is known which
     * parts can be executed here, and what they do to the processor is of no consequence.
     */
    private void stopAtPrivileged() {
        long text = image.symbols().require("_stext");
        long end = image.symbols().require("__2M_text_end");
        for (int id = 0; id < machine.cpuCount(); id++) {
            machine.cpu(id).stopAtPrivileged(0, text - 1);
            machine.cpu(id).stopAtPrivileged(end, -1);
        }
    }

    /**
     * Makes the memory and the registers what they are just after the boot. What was made of this image before must not be
     * used any more. The first call must come before anything is.
     */
    public void renew() {
        if (fresh.isEmpty()) {
            fresh = Optional.of(machine.snapshot());
        } else {
            machine.restore(fresh.get());
        }
    }

    /**
     * Sets how many instructions count as an endless loop, for the hosts that are made of this from now on.
     *
     * @param instructions that a call may execute; positive
     */
    public void setEndless(long instructions) {
        endless = instructions;
    }

    /** Returns how many instructions without anything else happening count as an endless loop. */
    long endless() {
        return endless;
    }

    public HypervisorImage image() {
        return image;
    }

    public Machine machine() {
        return machine;
    }

    public Profile profile() {
        return profile;
    }

    /** Returns the region of the hypervisor's own text. */
    VirtualRegion core() {
        return core;
    }

    CallStacks stacks() {
        return stacks;
    }

    /** Returns the address of the instruction to which calls from outside return; after its page is a page for text. */
    long sentinel() {
        return sentinel;
    }

    @Override
    public void close() {
        machine.close();
    }
}
