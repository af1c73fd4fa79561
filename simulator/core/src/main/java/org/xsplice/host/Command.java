// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import java.util.List;
import java.util.Optional;
import org.xsplice.chance.Chance;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.SysctlCall;
import org.xsplice.plane.Trouble;
import org.xsplice.plane.VirtualCpus;
import org.xsplice.schedule.Activity;
import org.xsplice.schedule.Goal;
import org.xsplice.time.Duration;

/** One thing that a host is asked to do, as data: given again to the same host at the same moment, it has the same result. */
sealed interface Command<T> {
    /** Has a control plane do it; what passes time only begins. */
    T perform(ControlPlane plane);

    /** Returns whether it lets time pass, turn by turn. */
    default boolean passesTime() {
        return false;
    }

    record Upload(String name, byte[] payload) implements Command<Outcome> {
        @Override
        public Outcome perform(ControlPlane plane) {
            return plane.upload(name, payload);
        }
    }

    record Get(String name) implements Command<org.xsplice.plane.GetReply> {
        @Override
        public org.xsplice.plane.GetReply perform(ControlPlane plane) {
            return plane.get(name);
        }
    }

    record ListPayloads(int index, int count) implements Command<org.xsplice.plane.ListReply> {
        @Override
        public org.xsplice.plane.ListReply perform(ControlPlane plane) {
            return plane.list(index, count);
        }
    }

    record Action(int command, String name, Duration timeout, int flags) implements Command<Outcome> {
        @Override
        public Outcome perform(ControlPlane plane) {
            return plane.action(command, name, timeout, flags);
        }
    }

    record Sysctl(SysctlCall call) implements Command<Outcome> {
        @Override
        public Outcome perform(ControlPlane plane) {
            return plane.sysctl(call);
        }
    }

    record Cause(Trouble trouble) implements Command<Outcome> {
        @Override
        public Outcome perform(ControlPlane plane) {
            return plane.cause(trouble);
        }
    }

    record Key(char key) implements Command<Outcome> {
        @Override
        public Outcome perform(ControlPlane plane) {
            return plane.key(key);
        }
    }

    record Call(int cpu, String function, List<Long> arguments) implements Command<org.xsplice.plane.CallReply> {
        @Override
        public org.xsplice.plane.CallReply perform(ControlPlane plane) {
            return plane.call(
                    cpu, function, arguments.stream().mapToLong(Long::longValue).toArray());
        }
    }

    record Begin(Goal.Until until, Duration max) implements Command<Optional<Outcome>> {
        @Override
        public Optional<Outcome> perform(ControlPlane plane) {
            plane.begin(until, max);
            return Optional.empty();
        }

        @Override
        public boolean passesTime() {
            return true;
        }
    }

    record Post(int cpu, int number, List<Long> arguments) implements Command<Boolean> {
        @Override
        public Boolean perform(ControlPlane plane) {
            return cpus(plane)
                    .post(
                            cpu,
                            number,
                            arguments.stream().mapToLong(Long::longValue).toArray());
        }
    }

    record Wake(int cpu) implements Command<Boolean> {
        @Override
        public Boolean perform(ControlPlane plane) {
            return cpus(plane).wake(cpu);
        }
    }

    record Nmi(int cpu) implements Command<Outcome> {
        @Override
        public Outcome perform(ControlPlane plane) {
            return cpus(plane).nmi(cpu);
        }
    }

    record Plug(int cpu, boolean online, Duration duration) implements Command<Outcome> {
        @Override
        public Outcome perform(ControlPlane plane) {
            return cpus(plane).plug(cpu, online, duration);
        }
    }

    record Play(List<Activity> activities, long chance) implements Command<Boolean> {
        @Override
        public Boolean perform(ControlPlane plane) {
            cpus(plane).play(activities, new Chance(chance));
            return true;
        }
    }

    private static VirtualCpus cpus(ControlPlane plane) {
        return plane.virtualCpus().orElseThrow();
    }
}
