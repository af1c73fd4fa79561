// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.xsplice.text.Formats.format;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.EventSink;
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Machine;
import org.xsplice.machine.Memory;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.PageFaultException;
import org.xsplice.machine.Snapshot;
import org.xsplice.machine.Stop;
import org.xsplice.profile.Profile;
import org.xsplice.state.Derived;
import org.xsplice.state.HostState;
import org.xsplice.time.VirtualTime;

/**
 * A hypervisor image in a machine's memory, as it is once it runs. It is what planes, the loader and the rendezvous work on:
 * they ask it for memory, symbols, console and events, and let guest code run through it.
 *
 * <p>It has these parts:
 * <ul>
 * <li>{@link #memory}, {@link #symbols}, {@link #image}: what is in the guest.
 * <li>{@link #regions}: which text belongs to the image and which to payloads, with symbols and exception tables.
 * <li>{@link #vmalloc}, {@link #heap}, {@link #allocations}: memory for payloads and structures, and whether a request for it
 * fails.
 * <li>{@link #text}: every write to the guest's text, so that each becomes an event.
 * <li>the console: {@link #printk} prints what the model prints. What guest code prints comes from its own ring, or through a
 * bridge, depending on the image.
 * <li>{@link #state}: the cells of everything that is not in the guest's memory or registers.
 * </ul>
 *
 * <p>Guest code runs in two ways. {@link #call} calls a function from outside, on a stack of its own, to its end; {@link
 * #start} and {@link #step} do the same in portions. {@link #run} lets a CPU execute what it is at. A function that
 * something in Java stands in for is a {@link Bridge}.
 *
 * <p>Whatever would be a crash of a real hypervisor is a {@link HypervisorDiedException} with the {@link Death} that Xen would
 * report. After that, nothing may run on this object until a {@link #keep checkpoint} from before is put back; {@code
 * plane.Life} sees to that.
 */
public final class Hypervisor implements HypervisorView {
    /** End of the 1 GiB area of a Xen image and its payloads (xen/arch/x86/include/asm/config.h: XEN_VIRT_END). */
    private static final long XEN_VIRT_END = 0xffff82d080000000L;
    /** What belongs to the fixmap and to per-CPU stubs at the end of that area. */
    private static final long XEN_VIRT_RESERVED = 2L << 20;
    /** Where an image has this variable, its payloads begin on the next 2 MiB page: {@code arch_livepatch_init}. */
    private static final String XEN_VIRT_END_VARIABLE = "xen_virt_end";

    private static final long SUPERPAGE_SIZE = 2L << 20;

    private final HypervisorImage image;
    private final Profile profile;
    private final Machine machine;
    private final Memory memory;
    private final EventSink events;
    private final Supplier<VirtualTime> clock;
    private final Console console;
    private final ConsoleRing ring;
    private final GuestText text;
    private final VirtualRegions regions;
    private final Vmalloc vmalloc;
    private final Xenheap heap;
    private final Allocations allocations;
    private final HostState state;
    private final long endless;
    private final GuestRunner runner;
    private final GuestCaller caller;
    private final CrashReporter reporter;
    private final ReportFunctions reportFunctions;

    /**
     * Begins to use an image.
     *
     * @param booted nothing else may use it from now on
     * @param state the cells of the host
     * @param events takes everything observable
     * @param clock tells the virtual time
     * @throws ImageException if the image lacks a symbol it must have
     */
    public Hypervisor(BootedImage booted, HostState state, EventSink events, Supplier<VirtualTime> clock) {
        this.image = booted.image();
        this.profile = booted.profile();
        this.machine = booted.machine();
        this.memory = machine.memory();
        this.state = state;
        this.events = events;
        this.endless = booted.endless();
        this.clock = clock;
        allocations = new Allocations(state);
        console = new Console(line -> emit(new EventData.ConsoleLine(line)), state);
        text = new GuestText(memory, this::emit, state);
        runner = new GuestRunner(text);
        try {
            regions = new VirtualRegions(memory, state);
            regions.register(booted.core());
            vmalloc = new Vmalloc(
                    memory, new VmapRegion("vmap xen", endOfImage(), XEN_VIRT_END - XEN_VIRT_RESERVED, state));
            heap = new Xenheap(memory, state);
            caller = new GuestCaller(booted, runner, state);
            reportFunctions = new ReportFunctions(memory, image.symbols(), caller);
            reporter = new CrashReporter(booted, regions, reportFunctions);
            caller.setTraps(new TrapHandler(memory, console, regions, reporter, caller));
            ring = ConsoleRing.isIn(image.symbols()) ? new ConsoleRing(memory, image.symbols(), console, state) : null;
            if (ring == null) {
                PrintkBridge printk =
                        new PrintkBridge(memory, console, regions, fault -> deathIn("vsnprintf", fault), state);
                image.symbols().plain("vprintk_common").ifPresent(address -> bridge(address, printk));
                image.symbols().plain("panic").ifPresent(address -> bridge(address, this::panic));
            }
            reportFunctions.remember();
        } catch (PageFaultException e) {
            throw new ImageException("the image's symbols do not fit its contents: " + e.fault());
        }
    }

    private long endOfImage() {
        long end = image.symbols().require("__2M_rwdata_end");
        if (end % Memory.PAGE_SIZE != 0 || Long.compareUnsigned(end, XEN_VIRT_END - XEN_VIRT_RESERVED) >= 0) {
            throw new ImageException(format("the image's end (%016x) leaves no room for payloads", end));
        }
        return symbols().plain(XEN_VIRT_END_VARIABLE).isPresent() ? end + SUPERPAGE_SIZE - 1 & -SUPERPAGE_SIZE : end;
    }

    private long panic(Cpu cpu) {
        PrintkFormat.Arguments values = new PrintkArguments(memory, regions) {
            @Derived("of one call")
            private int next = 1;

            @Override
            public long number() {
                return GuestCaller.argument(cpu, next++);
            }
        };
        String text = PrintkFormat.format(readString(GuestCaller.argument(cpu, 0)), values);
        throw new HypervisorDiedException(reporter.panic(cpu, text.strip()));
    }

    /** Begins to count the instructions of guest code, or ends it. */
    public void count(Optional<InstructionCount> count) {
        runner.count(count);
    }

    /**
     * Sets what is called now and then while guest code is executed, and before each turn of a CPU.
     *
     * @param follower may end it all by an exception; the host cannot be used after that
     */
    public void follow(Runnable follower) {
        runner.follow(follower);
    }

    /** Lets whoever follows the host have a look. */
    public void goesOn() {
        runner.goesOn();
    }

    /** Returns how many instructions without anything else happening count as an endless loop. */
    public long endless() {
        return endless;
    }

    /** Returns the host's state, where parts declare their cells. */
    public HostState state() {
        return state;
    }

    public Machine machine() {
        return machine;
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public SymbolTable symbols() {
        return image.symbols();
    }

    @Override
    public HypervisorImage image() {
        return image;
    }

    public GuestText text() {
        return text;
    }

    public VirtualRegions regions() {
        return regions;
    }

    public Vmalloc vmalloc() {
        return vmalloc;
    }

    public Xenheap heap() {
        return heap;
    }

    /** Returns what decides whether a request for memory succeeds. */
    public Allocations allocations() {
        return allocations;
    }

    /** Records an event at the present virtual time, on no CPU. */
    public void emit(EventData data) {
        emit(Event.NO_CPU, data);
    }

    /** Records an event at the present virtual time. */
    public void emit(int cpu, EventData data) {
        events.accept(new Event(clock.get(), cpu, data));
    }

    /**
     * Prints one line that the model makes; by the guest's own printk, where that has been patched.
     *
     * @param format in the notation of {@code printk}, without line end
     * @param arguments integers, strings, or byte arrays for {@code %*ph}
     * @throws HypervisorDiedException if the patched printk dies
     */
    public void printk(String format, Object... arguments) {
        if (reportFunctions.printkPatched()) {
            reportFunctions.printk(0, Console.format(format, arguments) + "\n");
            drainConsole();
        } else {
            console.printk(format, arguments);
        }
    }

    /** Returns the address of a function whose work the model does, if it has been patched: then the guest's counts. */
    public Optional<Long> patchedSinceBoot(String function) {
        return reportFunctions.patched(function) ? symbols().plain(function) : Optional.empty();
    }

    /** Moves what guest code has printed into its ring to the console. */
    public void drainConsole() {
        if (ring != null) {
            ring.drain();
        }
    }

    /**
     * Calls a function of the guest by the name the hypervisor knows it by, or by its bare name.
     *
     * @throws ImageException if there is no such symbol
     * @throws HypervisorDiedException if it does not return
     */
    public long call(int cpu, String function, long... arguments) {
        long known = symbols().addressOf(function);
        long result = call(cpu, known != 0 ? known : symbols().require(function), arguments);
        emit(cpu, new EventData.GuestCalled(function, result));
        return result;
    }

    /**
     * Calls a function of the guest, on a stack of its own, and returns its RAX. The CPU's registers are as before
     * afterwards.
     *
     * @param arguments integers or pointers
     * @throws HypervisorDiedException if it does not return
     */
    public long call(int cpu, long address, long... arguments) {
        long result = caller.call(cpu, address, arguments);
        drainConsole();
        return result;
    }

    /** Begins a call of a guest function that is executed in portions. */
    public GuestRun start(int cpu, long address, long... arguments) {
        return caller.start(cpu, address, arguments);
    }

    /** Stops a CPU that {@link #run} lets execute guest code at an address. */
    public void addBreakpoint(Cpu cpu, long address) {
        cpu.addBreakpoint(Execution.HOST, address);
    }

    /**
     * Executes a portion of a call.
     *
     * @param run is not over
     * @param maxInstructions at most this many instructions of the guest
     * @return how far it has come then
     * @throws HypervisorDiedException if it dies
     */
    public GuestRun step(GuestRun run, long maxInstructions) {
        return caller.step(run, maxInstructions);
    }

    /**
     * Executes the instruction with the access that a call stands at, and on to the next instruction that accesses what is
     * watched; to the first one, where it has just begun.
     *
     * @param run is not over
     * @param maxInstructions at most this many instructions of the guest
     * @return how far it has come then
     * @throws HypervisorDiedException if it dies
     */
    public GuestRun stepToWatched(GuestRun run, long maxInstructions) {
        return caller.stepToWatched(run, maxInstructions);
    }

    /**
     * Lets a CPU execute guest code that belongs to no call, and shows what it has printed and written. It passes over
     * breakpoints that somebody else has set.
     *
     * @param maxInstructions at most this many
     */
    public Stop run(Cpu cpu, long rip, long maxInstructions) {
        Stop stop = runner.run(cpu, rip, maxInstructions);
        drainConsole();
        return stop;
    }

    /**
     * Keeps the whole host: memory, page tables, registers, and all that its parts remember. It costs what has been written
     * since the last one was kept.
     */
    public Checkpoint keep() {
        Snapshot snapshot = machine.snapshot();
        HostState.Kept kept = state.keep();
        return () -> {
            machine.restore(snapshot);
            state.restore(kept);
        };
    }

    /** Lets a CPU go on as {@link #run} does, up to an instruction that is watched or that accesses what is. */
    public Stop runToWatched(Cpu cpu, long rip, long maxInstructions) {
        Stop stop = runner.runToWatched(cpu, rip, maxInstructions);
        drainConsole();
        return stop;
    }

    @Override
    public String describe(long address) {
        return regions.describe(address);
    }

    @Override
    public long guestMemory() {
        return RunningState.GUEST_PAGE;
    }

    /** Returns whether an address is the simulator's own: a stack for calls, or memory for hypercalls to copy to and from. */
    public boolean isScratch(long address) {
        return caller.isStack(address)
                || Long.compareUnsigned(address - RunningState.GUEST_PAGE, RunningState.GUEST_SIZE) < 0;
    }

    /** Lets something else do the work of a function of the guest, for good. */
    public void bridge(long address, Bridge bridge) {
        bridge(address, bridge, () -> true);
    }

    /** Lets something else do the work of a function of the guest, whenever that is active. */
    public void bridge(long address, Bridge bridge, BooleanSupplier active) {
        caller.bridge(address, bridge, active);
    }

    @Override
    public String readString(long address) {
        StringBuilder string = new StringBuilder();
        for (long at = address; ; at++) {
            int c = memory.readByte(at);
            if (c == 0) {
                return string.toString();
            }
            string.append((char) c);
        }
    }

    /** Tells how Xen would report that a CPU came to this stop. */
    public Death deathOf(Cpu cpu, Stop stop) {
        drainConsole();
        return reporter.report(cpu, stop);
    }

    /** Tells how Xen would report a panic of a modelled function. */
    public Death panicIn(String function, String message) {
        return reporter.panicIn(knownAs(function), message);
    }

    /** Returns the name by which the hypervisor knows a function: a static one with its file. */
    private String knownAs(String function) {
        return symbols()
                .plain(function)
                .or(() -> symbols().variantOf(function))
                .flatMap(symbols()::covering)
                .map(Symbol::name)
                .orElse(function);
    }

    /**
     * Makes the exception for a BUG_ON of a modelled function.
     *
     * @param ordinal which one of the function, from 0; where the image tells, its line is in the report
     * @param condition what was true, for people
     */
    public HypervisorDiedException bugOn(String function, int ordinal, String condition) {
        String place = symbols()
                .plain(function)
                .flatMap(symbols()::covering)
                .flatMap(symbol -> regions.find(symbol.address())
                        .flatMap(region -> region.bugFrames().nth(memory, symbol, ordinal)))
                .map(frame -> readString(frame.pointer()) + ":" + frame.line())
                .orElse(function);
        return new HypervisorDiedException(reporter.bugIn(knownAs(function), "Xen BUG at " + place, condition));
    }

    /**
     * Tells how Xen would report that its own code faulted.
     *
     * @param function the Xen function that made the access
     */
    public Death deathIn(String function, PageFault fault) {
        return reporter.faultIn(knownAs(function), fault);
    }
}
