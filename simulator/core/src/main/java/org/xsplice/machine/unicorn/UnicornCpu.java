// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.xsplice.machine.unicorn.UnicornNative.check;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.xsplice.machine.Access;
import org.xsplice.machine.BreakpointOwner;
import org.xsplice.machine.CodeObserver;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.CpuState;
import org.xsplice.machine.DataAccess;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.PrivilegedInstruction;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;

/**
 * One CPU: one Unicorn engine. It always runs with an instruction count, since changing that mode drops all translations.
 *
 * <p>{@link #run} starts the engine at an address and returns the {@link Stop} that ended it: HLT, a breakpoint, a fault, the
 * count. Hooks in Java note during the run what the engine does not return: the vector of an exception, the
 * breakpoint, the watched access.
 *
 * <p>Three things can be put on a CPU: breakpoints, which have owners and stop it before an instruction; watched data and code,
 * which {@link #runToWatched} stops at and the observer is told of; and traces of basic blocks.
 *
 * <p>A CPU can lag: {@link #lag} gives it a private frame with the old content of a page of code, which it executes until
 * {@link #catchUp}. So a CPU that has fetched instructions before they were patched is modelled.
 *
 * <p>Reading a register costs a call of the engine. So registers are read all at once, and remembered until the engine runs or
 * one is set. What a snapshot keeps is the whole context of the engine, segments, MSRs and XMM registers included.
 */
final class UnicornCpu implements Cpu, AutoCloseable {
    private static final int HLT = 0xf4;
    private static final int GENERAL_PROTECTION = 13;
    private static final int PAGE_SHIFT = 12;
    private static final long PAGE_MASK = (1L << PAGE_SHIFT) - 1;

    private final int id;
    private final UnicornMachine machine;
    private final long uc;
    private final Translation translation;
    private final RegisterFile registers;
    private final ContextBuffer contexts;
    private final InstructionCounter counter = new InstructionCounter();
    private final Map<Long, Breakpoint> breakpoints = new TreeMap<>();
    private final UnicornNative.Interrupt interruptHook = this::interrupted;
    private final UnicornNative.Code breakpointHook = this::atBreakpoint;

    private final UnicornNative.DataHook watchDataHook = this::dataAccessed;
    private final UnicornNative.Code watchCodeHook = this::codeReached;
    /** Of pages with watched data: what to add to an address in a hook to have the guest's. */
    private final Map<Long, Long> watchedPages = new TreeMap<>();

    private final List<BlockTrace> traces = new ArrayList<>();

    /** Null where nobody asks for it. */
    private PrivilegedCode privileged;

    /** The registers it has, where they have been read or written since the engine ran; else null. */
    private CpuState known;

    /** All registers as they were when they were last kept or put back; null at first. */
    private WholeContext context;

    /** Whether the engine has run since. */
    private boolean ranSince = true;

    /** Whether it has run at all: before that, there are no translations. */
    private boolean hasRun;

    private Map<Long, Integer> privateFrames = Map.of();
    private int vector;
    private boolean stoppedAtBreakpoint;
    private long breakpointAddress;
    private boolean passOnce;
    private long begunBefore;
    private long instructions;
    private boolean stoppedAtWatched;
    private boolean stopsAtWatched;
    private Consumer<DataAccess> observer = access -> {};

    UnicornCpu(int id, UnicornMachine machine, BiFunction<Long, RegisterFile, Translation> translations) {
        this.id = id;
        this.machine = machine;
        PointerByReference handle = new PointerByReference();
        check(UnicornNative.uc_open(UnicornNative.UC_ARCH_X86, UnicornNative.UC_MODE_64, handle), "uc_open");
        this.uc = Pointer.nativeValue(handle.getValue());
        this.registers = new RegisterFile(uc);
        this.translation = translations.apply(uc, registers);
        registers.setWriteProtect(true);
        this.contexts = new ContextBuffer(uc);
        counter.attach(uc);
        addHook(UnicornNative.UC_HOOK_INTR, interruptHook, 1, 0);
    }

    Translation translation() {
        return translation;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public long get(Register register) {
        return known == null ? registers.get(register) : known.get(register);
    }

    @Override
    public void set(Register register, long value) {
        known = null;
        registers.set(register, value);
    }

    @Override
    public void setWriteProtect(boolean on) {
        registers.setWriteProtect(on);
        ranSince = true;
        if (on) {
            translation.protectAgain();
        }
    }

    @Override
    public Stop run(long rip, long maxInstructions) {
        if (maxInstructions <= 0) {
            throw new IllegalArgumentException("maxInstructions must be positive: " + maxInstructions);
        }
        vector = -1;
        stoppedAtBreakpoint = false;
        stoppedAtWatched = false;
        known = null;
        ranSince = true;
        begunBefore = counter.begun();
        int error = start(rip, maxInstructions);
        known = null;
        passOnce = false;
        if (!traces.isEmpty()) {
            long stoppedAt = get(Register.RIP);
            traces.forEach(trace -> trace.settle(stoppedAt));
        }
        Stop stop = stopReason(error, maxInstructions);
        instructions += counter.begun() - begunBefore - (stopsBefore(stop) ? 1 : 0);
        return stop;
    }

    /** Starts the engine, and again wherever it was stopped to have a look at new code. */
    private int start(long rip, long maxInstructions) {
        if (privileged != null) {
            privileged.begin(rip);
        }
        hasRun = true;
        int error = UnicornNative.uc_emu_start(uc, rip, translation.until(), 0, maxInstructions);
        PrivilegedCode.Found found = privileged == null ? null : privileged.takeFound();
        if (found == null) {
            return error;
        }
        invalidate(found.address(), found.size());
        long left = maxInstructions - (counter.begun() - begunBefore);
        return left > 0 ? start(get(Register.RIP), left) : error;
    }

    /** Returns whether the instruction that was begun last was not executed. */
    private boolean stopsBefore(Stop stop) {
        boolean spent = stop instanceof Stop.BudgetSpent || stop instanceof Stop.Halted;
        return !spent && counter.begun() != begunBefore && counter.last() == get(Register.RIP);
    }

    @Override
    public Stop runToWatched(long rip, long maxInstructions) {
        stopsAtWatched = true;
        try {
            return run(rip, maxInstructions);
        } finally {
            stopsAtWatched = false;
        }
    }

    private Stop stopReason(int error, long maxInstructions) {
        switch (error) {
            case UnicornNative.UC_ERR_OK:
                if (stoppedAtBreakpoint) {
                    return new Stop.Breakpoint(
                            breakpointAddress,
                            breakpoints.get(breakpointAddress).owners());
                }
                PrivilegedInstruction reached = privileged == null ? null : privileged.takeReached();
                if (reached != null) {
                    return new Stop.Privileged(reached);
                }
                if (stoppedAtWatched) {
                    return new Stop.Watched();
                }
                if (vector >= 0) {
                    return new Stop.Interrupted(vector);
                }
                return hasHalted(maxInstructions) ? new Stop.Halted() : new Stop.BudgetSpent();
            case UnicornNative.UC_ERR_INSN_INVALID:
                return invalidInstruction();
            case UnicornNative.UC_ERR_EXCEPTION,
                    UnicornNative.UC_ERR_READ_UNMAPPED,
                    UnicornNative.UC_ERR_WRITE_UNMAPPED,
                    UnicornNative.UC_ERR_FETCH_UNMAPPED,
                    UnicornNative.UC_ERR_READ_PROT,
                    UnicornNative.UC_ERR_WRITE_PROT,
                    UnicornNative.UC_ERR_FETCH_PROT:
                long rip = get(Register.RIP);
                PageFault fault = translation.takeFault(rip);
                boolean canonical = fault != null && fault.address() << 16 >> 16 == fault.address();
                return canonical
                        ? new Stop.Faulted(SplitWrite.asProcessorsTell(fault, machine.memory(), rip, get(Register.RDI)))
                        : new Stop.Interrupted(GENERAL_PROTECTION);
            default:
                throw new IllegalStateException("uc_emu_start failed: " + UnicornNative.uc_strerror(error));
        }
    }

    private Stop invalidInstruction() {
        Optional<PrivilegedInstruction> unknown =
                privileged == null ? Optional.empty() : privileged.unknownAt(get(Register.RIP));
        return unknown.isPresent() ? new Stop.Privileged(unknown.get()) : new Stop.InvalidInstruction();
    }

    /**
     * Returns whether a run that no hook has stopped ended with a HLT: the budget is not spent, or the last instruction is
     * one. The engine does not tell, and the byte before RIP alone does not: other instructions end with 0xf4 too.
     */
    private boolean hasHalted(long maxInstructions) {
        if (counter.begun() - begunBefore < maxInstructions) {
            return true;
        }
        long last = counter.last();
        return last == get(Register.RIP) - 1 && (see(last, 1)[0] & 0xff) == HLT;
    }

    private void interrupted(long engine, int number, long userData) {
        vector = number;
        UnicornNative.uc_emu_stop(uc);
    }

    private void atBreakpoint(long engine, long address, int size, long userData) {
        if (passOnce && counter.begun() - begunBefore == 1) {
            return;
        }
        stoppedAtBreakpoint = true;
        breakpointAddress = address;
        UnicornNative.uc_emu_stop(uc);
    }

    private void dataAccessed(long engine, int type, long address, int size, long value, long userData) {
        if (!stopAtWatched()) {
            long virtual = address + watchedPages.getOrDefault(address >>> PAGE_SHIFT, 0L);
            observer.accept(new DataAccess(virtual, size, type == UnicornNative.UC_MEM_WRITE));
        }
    }

    private void codeReached(long engine, long address, int size, long userData) {
        if (!stopAtWatched()) {
            observer.accept(new DataAccess(address, size, false));
        }
    }

    private boolean stopAtWatched() {
        if (stopsAtWatched) {
            stoppedAtWatched = true;
            UnicornNative.uc_emu_stop(uc);
        }
        return stopsAtWatched;
    }

    @Override
    public void observe(Consumer<DataAccess> newObserver) {
        observer = newObserver;
    }

    @Override
    public void watchData(long first, long last) {
        for (long from = first; from - 1 < last; ) {
            long to = Math.min(last, from | PAGE_MASK);
            long known = translation.addressInHooks(from);
            watchedPages.put(known >>> PAGE_SHIFT, from - known);
            addHook(
                    UnicornNative.UC_HOOK_MEM_READ | UnicornNative.UC_HOOK_MEM_WRITE,
                    watchDataHook,
                    known,
                    known + (to - from));
            from = to + 1;
        }
        machine.forgetTranslations(this);
    }

    @Override
    public void countInstructions() {
        instructions = 0;
    }

    @Override
    public long instructions() {
        return instructions;
    }

    @Override
    public void watchCode(long first, long last) {
        addHook(UnicornNative.UC_HOOK_CODE, watchCodeHook, first, last);
        invalidate(first, last - first + 1);
    }

    @Override
    public void traceCode(long first, long last, CodeObserver newObserver) {
        BlockTrace trace = new BlockTrace(newObserver);
        traces.add(trace);
        addHook(UnicornNative.UC_HOOK_BLOCK, trace.hook(), first, last);
        invalidate(first, last - first + 1);
    }

    @Override
    public void stopAtPrivileged(long first, long last) {
        if (privileged == null) {
            privileged = new PrivilegedCode(this);
        }
        privileged.watch(first, last);
        machine.forgetTranslations(this);
    }

    /** The hook at an address, and who wants it. */
    private record Breakpoint(long hook, List<BreakpointOwner> owners) {}

    @Override
    public void addBreakpoint(BreakpointOwner owner, long address) {
        Breakpoint there = breakpoints.get(address);
        if (there == null) {
            long hook = addHook(UnicornNative.UC_HOOK_CODE, breakpointHook, address, address);
            breakpoints.put(address, new Breakpoint(hook, new ArrayList<>(List.of(owner))));
            machine.invalidate(address, 1);
        } else if (!there.owners().contains(owner)) {
            there.owners().add(owner);
        }
    }

    @Override
    public void removeBreakpoint(BreakpointOwner owner, long address) {
        Breakpoint there = breakpoints.get(address);
        if (there != null && there.owners().remove(owner) && there.owners().isEmpty()) {
            breakpoints.remove(address);
            check(UnicornNative.uc_hook_del(uc, there.hook()), "uc_hook_del");
            machine.invalidate(address, 1);
        }
    }

    @Override
    public void passBreakpointOnce() {
        passOnce = true;
    }

    /** Returns whether there is code at an address. */
    boolean executable(long address) {
        return machine.allows(address, Access.EXECUTE);
    }

    /** Stops the engine, from within a hook. */
    void stop() {
        UnicornNative.uc_emu_stop(uc);
    }

    long addHook(int type, Callback callback, long begin, long end) {
        PointerByReference hook = new PointerByReference();
        check(UnicornNative.uc_hook_add(uc, hook, type, callback, 0, begin, end), "uc_hook_add");
        return Pointer.nativeValue(hook.getValue());
    }

    /** Drops translations of a range; pages that cannot be executed have none. */
    void invalidate(long address, long size) {
        if (hasRun) {
            check(
                    UnicornNative.uc_ctl(uc, UnicornNative.UC_CTL_TB_REMOVE_CACHE, address, address + size),
                    "uc_ctl(TB_REMOVE_CACHE)");
        }
        translation.forgetFault();
    }

    @Override
    public void lag(long address) {
        long page = address >>> PAGE_SHIFT;
        if (!privateFrames.containsKey(page)) {
            Map<Long, Integer> frames = new TreeMap<>(privateFrames);
            frames.put(page, machine.copyPage(page));
            setPrivateFrames(frames);
        }
    }

    @Override
    public void catchUp() {
        if (lags()) {
            Map<Long, Integer> frames = privateFrames;
            setPrivateFrames(Map.of());
            frames.values().forEach(machine::freeFrame);
        }
    }

    @Override
    public byte[] see(long address, int length) {
        byte[] seen = machine.read(address, length);
        for (int i = 0; i < length && lags(); i++) {
            Integer frame = privateFrames.get(address + i >>> PAGE_SHIFT);
            if (frame != null) {
                seen[i] = machine.byteInFrame(frame, (int) (address + i & PAGE_MASK));
            }
        }
        return seen;
    }

    @Override
    public boolean lags() {
        return !privateFrames.isEmpty();
    }

    /** Shows this CPU other frames than the machine has; what it has translated from either is dropped. */
    void setPrivateFrames(Map<Long, Integer> frames) {
        if (privateFrames.isEmpty() && frames.isEmpty()) {
            return;
        }
        Set<Long> concerned = new TreeSet<>(privateFrames.keySet());
        concerned.addAll(frames.keySet());
        concerned.forEach(page -> invalidate(page << PAGE_SHIFT, PAGE_MASK + 1));
        privateFrames = frames;
        translation.setPrivateFrames(frames);
        concerned.forEach(page -> invalidate(page << PAGE_SHIFT, PAGE_MASK + 1));
    }

    @Override
    public CpuState save() {
        if (known == null) {
            known = registers.save();
        }
        return known;
    }

    @Override
    public void restore(CpuState state) {
        if (known != state) {
            registers.restore(state);
            known = state;
        }
    }

    @Override
    public long hashOfOtherRegisters() {
        return wholeContext().hash();
    }

    private WholeContext wholeContext() {
        if (ranSince) {
            context = contexts.save(context);
            ranSince = false;
        }
        return context;
    }

    /**
     * A CPU's state. Breakpoints, what is watched and traced, observers and the count of instructions are not part of it.
     *
     * @param others all registers, of which those that {@code registers} has are out of date
     * @param privateFrames by page, what it sees there instead
     * @param passOnce whether it is to pass a breakpoint
     */
    record State(CpuState registers, WholeContext others, Map<Long, Integer> privateFrames, boolean passOnce) {}

    State keep() {
        return new State(save(), wholeContext(), privateFrames, passOnce);
    }

    void putBack(State state) {
        setPrivateFrames(state.privateFrames());
        if (ranSince || context != state.others()) {
            contexts.restore(state.others());
            translation.protectAgain();
            context = state.others();
            ranSince = false;
            known = null;
        }
        restore(state.registers());
        passOnce = state.passOnce();
    }

    @Override
    public void close() {
        contexts.close();
        check(UnicornNative.uc_close(uc), "uc_close");
        registers.close();
        counter.close();
    }
}
