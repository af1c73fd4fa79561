// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.HypervisorView;
import org.xsplice.hypervisor.InstructionCount;
import org.xsplice.machine.Checkpoint;
import org.xsplice.plane.CallReply;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.GetReply;
import org.xsplice.plane.ListReply;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.SysctlCall;
import org.xsplice.plane.Trouble;
import org.xsplice.plane.VirtualCpus;
import org.xsplice.schedule.Goal;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/** A control plane that answers as it was told, in that order, and notes what it was asked. */
final class ScriptedPlane implements ControlPlane {
    private final Deque<GetReply> gets = new ArrayDeque<>();
    private final Deque<ListReply> lists = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private Outcome action = new Outcome.Returned(0);
    private VirtualTime now = VirtualTime.START;

    ScriptedPlane thenGet(int state, int rc) {
        gets.add(new GetReply(new Outcome.Returned(0), Optional.of(new PayloadStatus("p", state, rc))));
        return this;
    }

    ScriptedPlane thenGet(Errno errno) {
        gets.add(new GetReply(new Outcome.Returned(errno.rc()), Optional.empty()));
        return this;
    }

    ScriptedPlane thenAction(Outcome outcome) {
        action = outcome;
        return this;
    }

    ScriptedPlane thenList(int remaining, int version, PayloadStatus... entries) {
        lists.add(new ListReply(new Outcome.Returned(entries.length), List.of(entries), remaining, version));
        return this;
    }

    ScriptedPlane thenList(int rc) {
        lists.add(new ListReply(new Outcome.Returned(rc), List.of(), 0, 1));
        return this;
    }

    /** Returns the questions so far. */
    List<String> asked() {
        return asked;
    }

    @Override
    public Outcome upload(String name, byte[] payload) {
        asked.add("upload " + name);
        return action;
    }

    @Override
    public GetReply get(String name) {
        asked.add("get " + name);
        return gets.remove();
    }

    @Override
    public ListReply list(int index, int count) {
        asked.add("list " + index + " " + count);
        return lists.remove();
    }

    @Override
    public Outcome action(int command, String name, Duration timeout, int flags) {
        asked.add("action %d %s %d %d".formatted(command, name, timeout.nanos(), flags));
        return action;
    }

    @Override
    public Outcome key(char key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome run(Duration duration) {
        now = now.plus(duration);
        return new Outcome.Returned(0);
    }

    @Override
    public void begin(Goal.Until until, Duration max) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Outcome> turn() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean actionPending() {
        return false;
    }

    @Override
    public Optional<VirtualCpus> virtualCpus() {
        return Optional.empty();
    }

    @Override
    public Outcome sysctl(SysctlCall call) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome cause(Trouble trouble) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void follow(Runnable follower) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void count(Optional<InstructionCount> count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String decision() {
        return "";
    }

    @Override
    public String nameOf(long address) {
        return "";
    }

    @Override
    public CallReply call(int cpu, String function, long... arguments) {
        throw new UnsupportedOperationException();
    }

    @Override
    public VirtualTime now() {
        return now;
    }

    @Override
    public HypervisorView hypervisor() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Checkpoint keep() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
