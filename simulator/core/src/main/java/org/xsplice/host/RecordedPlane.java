// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.xsplice.chance.Chance;
import org.xsplice.hypervisor.HypervisorView;
import org.xsplice.hypervisor.InstructionCount;
import org.xsplice.machine.Checkpoint;
import org.xsplice.plane.CallReply;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.GetReply;
import org.xsplice.plane.ListReply;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.SysctlCall;
import org.xsplice.plane.Trouble;
import org.xsplice.plane.VirtualCpus;
import org.xsplice.schedule.Activity;
import org.xsplice.schedule.Goal;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/** The door to a host that remembers what it was told to do, so that every moment of it can be found again. */
final class RecordedPlane implements ControlPlane {
    private final Host host;
    private final ControlPlane plane;

    RecordedPlane(Host host, ControlPlane plane) {
        this.host = host;
        this.plane = plane;
    }

    @Override
    public Outcome upload(String name, byte[] payload) {
        return host.give(new Command.Upload(name, payload.clone()));
    }

    @Override
    public GetReply get(String name) {
        return host.ask(new Command.Get(name));
    }

    @Override
    public ListReply list(int index, int count) {
        return host.ask(new Command.ListPayloads(index, count));
    }

    @Override
    public Outcome action(int command, String name, Duration timeout, int flags) {
        return host.give(new Command.Action(command, name, timeout, flags));
    }

    @Override
    public Outcome sysctl(SysctlCall call) {
        return host.give(new Command.Sysctl(call));
    }

    @Override
    public Outcome cause(Trouble trouble) {
        return host.give(new Command.Cause(trouble));
    }

    @Override
    public Outcome key(char key) {
        return host.give(new Command.Key(key));
    }

    @Override
    public CallReply call(int cpu, String function, long... arguments) {
        return host.give(new Command.Call(cpu, function, listOf(arguments)));
    }

    @Override
    public void begin(Goal.Until until, Duration max) {
        host.give(new Command.Begin(until, max));
    }

    @Override
    public Optional<Outcome> turn() {
        return host.turn();
    }

    @Override
    public void follow(Runnable follower) {
        plane.follow(follower);
    }

    @Override
    public void count(Optional<InstructionCount> count) {
        plane.count(count);
    }

    @Override
    public boolean actionPending() {
        return plane.actionPending();
    }

    @Override
    public Optional<VirtualCpus> virtualCpus() {
        return plane.virtualCpus().map(Recorded::new);
    }

    @Override
    public String decision() {
        return plane.decision();
    }

    @Override
    public String nameOf(long address) {
        return plane.nameOf(address);
    }

    @Override
    public VirtualTime now() {
        return plane.now();
    }

    @Override
    public HypervisorView hypervisor() {
        return plane.hypervisor();
    }

    @Override
    public Checkpoint keep() {
        Moment moment = host.keep();
        return () -> host.restore(moment);
    }

    @Override
    public void close() {
        plane.close();
    }

    private static List<Long> listOf(long... values) {
        return Arrays.stream(values).boxed().toList();
    }

    private final class Recorded implements VirtualCpus {
        private final VirtualCpus cpus;

        Recorded(VirtualCpus cpus) {
            this.cpus = cpus;
        }

        @Override
        public boolean post(int cpu, int number, long... arguments) {
            return host.give(new Command.Post(cpu, number, listOf(arguments)));
        }

        @Override
        public boolean pending(int cpu) {
            return cpus.pending(cpu);
        }

        @Override
        public OptionalLong result(int cpu) {
            return cpus.result(cpu);
        }

        @Override
        public boolean wake(int cpu) {
            return host.give(new Command.Wake(cpu));
        }

        @Override
        public Outcome nmi(int cpu) {
            return host.give(new Command.Nmi(cpu));
        }

        @Override
        public Outcome plug(int cpu, boolean online, Duration duration) {
            return host.give(new Command.Plug(cpu, online, duration));
        }

        @Override
        public boolean isOnline(int cpu) {
            return cpus.isOnline(cpu);
        }

        @Override
        public void play(List<Activity> activities, Chance chance) {
            host.give(new Command.Play(List.copyOf(activities), chance.state()));
        }
    }
}
