// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.chance.Chance;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.ByteString;
import org.xsplice.plane.Trouble;
import org.xsplice.scenario.Schedule;
import org.xsplice.scenario.step.Action;
import org.xsplice.scenario.step.Call;
import org.xsplice.scenario.step.CauseTrouble;
import org.xsplice.scenario.step.ListPayloads;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.PressKey;
import org.xsplice.scenario.step.ReturnType;
import org.xsplice.scenario.step.Sysctl;
import org.xsplice.scenario.step.Upload;
import org.xsplice.scenario.step.Wait;
import org.xsplice.time.Duration;

/** Chooses scenarios. A case depends on the seed and on its number, and on nothing else. */
final class CaseMaker {
    private static final int STEPS_MAX = 30;
    private static final int[] CPUS = {1, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8};
    /** How much more often a step is about a payload that will have been accepted. */
    private static final int SOUND_WEIGHT = 15;

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
    private static final String CPU_CALLBACK = "common/livepatch.c#cpu_callback";
    private static final String NMI_CALLBACK = "arch/x86/livepatch.c#mask_nmi_callback";
    /** Longer than all CPUs need to meet and to part, so that neither plane is in the midst of it afterwards. */
    private static final Duration LONG = Duration.ofMillis(5);

    private final Target target;
    private final long seed;

    CaseMaker(Target target, long seed) {
        this.target = target;
        this.seed = seed;
    }

    CompareCase make(long number) {
        Chance chance = new Chance(new Chance(seed).nextLong() ^ new Chance(number).nextLong());
        int cpus = CPUS[chance.below(CPUS.length)];
        boolean random = cpus > 1 && chance.oneIn(2);
        List<Recipe> payloads = new RecipeMaker(target, chance).several();
        List<Operation> steps = new Steps(chance, payloads).choose();
        return new CompareCase(
                number,
                cpus,
                random ? Schedule.RANDOM : Schedule.ROUND_ROBIN,
                random ? chance.below(1000) : 1,
                payloads,
                steps);
    }

    /** The steps of one case: mostly about payloads that have been uploaded. */
    private final class Steps {
        private final Chance chance;
        private final SysctlMaker calls;
        private final List<Recipe> payloads;
        private final List<String> uploaded = new ArrayList<>();
        private final List<Operation> steps = new ArrayList<>();

        Steps(Chance chance, List<Recipe> payloads) {
            this.chance = chance;
            calls = new SysctlMaker(chance);
            this.payloads = payloads;
        }

        List<Operation> choose() {
            int count = 1 + chance.below(STEPS_MAX);
            for (int i = 0; i < payloads.size() && steps.size() < count; i++) {
                upload(NAMES.get(i), i);
                if (chance.oneIn(2)) {
                    break;
                }
            }
            while (steps.size() < count) {
                step();
            }
            return List.copyOf(steps);
        }

        private void upload(String name, int payload) {
            for (int i = 0; i < (RecipeMaker.sound(payloads.get(payload)) ? SOUND_WEIGHT : 1); i++) {
                uploaded.add(name);
            }
            steps.add(new Upload(name, CompareCase.file(payload), ByteString.of()));
        }

        private void step() {
            int kind = chance.below(100);
            if (kind < 8) {
                int payload = chance.below(payloads.size());
                upload(chance.oneIn(5) ? name() : NAMES.get(payload), payload);
            } else if (kind < 40) {
                action(ActionCommand.APPLY);
            } else if (kind < 60) {
                action(ActionCommand.REVERT);
            } else if (kind < 68) {
                action(ActionCommand.REPLACE);
            } else if (kind < 74) {
                action(ActionCommand.UNLOAD);
            } else if (kind < 80) {
                steps.add(new Sysctl(calls.next(this::name)));
            } else if (kind < 83) {
                trouble();
            } else if (kind < 89) {
                steps.add(call());
            } else if (kind < 92) {
                steps.add(new PressKey(chance.oneIn(10) ? 'h' : 'x'));
            } else if (kind < 95) {
                steps.add(new ListPayloads());
            } else {
                steps.add(new Wait(LONG));
            }
        }

        private void action(ActionCommand command) {
            boolean nodeps = command == ActionCommand.APPLY && chance.oneIn(3);
            boolean waits = command != ActionCommand.UNLOAD && !chance.oneIn(5);
            steps.add(new Action(command, name(), timeout(), nodeps, waits));
        }

        private Operation call() {
            return switch (chance.below(12)) {
                case 0 -> new Call("xen_deny", List.of(), ReturnType.AUTO);
                case 1 ->
                    new Call(CPU_CALLBACK, List.of(0L, (long) chance.below(9), (long) chance.below(2)), ReturnType.INT);
                case 2 -> new Call(NMI_CALLBACK, List.of(0L, 0L), ReturnType.INT);
                default ->
                    new Call(
                            target.functions()
                                    .get(chance.below(target.functions().size()))
                                    .name(),
                            List.of(),
                            ReturnType.AUTO);
            };
        }

        /** Something is missing while the step is taken that needs it. */
        private void trouble() {
            Trouble trouble = Trouble.all().get(chance.below(Trouble.all().size()));
            steps.add(new CauseTrouble(trouble));
            switch (trouble.kind()) {
                case MEMORY -> {
                    int payload = chance.below(payloads.size());
                    steps.add(new Action(ActionCommand.UNLOAD, NAMES.get(payload), Duration.ZERO, false, false));
                    upload(NAMES.get(payload), payload);
                }
                case PAYLOAD_LOCK -> steps.add(new PressKey('x'));
                case CPU_MAPS, WAIT_QUEUE -> {
                    action(chance.oneIn(3) ? ActionCommand.REVERT : ActionCommand.APPLY);
                    if (chance.oneIn(2)) {
                        steps.add(new CauseTrouble(Trouble.of(Trouble.Kind.NONE)));
                    }
                }
                case NONE -> {}
            }
        }

        /** Either too short for anybody to come, or long enough for all. */
        private Duration timeout() {
            return switch (chance.below(8)) {
                case 0 -> Duration.ofNanos(1);
                case 1 -> LONG.plus(Duration.ofNanos(chance.below(1_000_000)));
                default -> Duration.ZERO;
            };
        }

        private String name() {
            boolean known = !uploaded.isEmpty() && !chance.oneIn(40);
            return known ? uploaded.get(chance.below(uploaded.size())) : NAMES.get(chance.below(NAMES.size()));
        }
    }
}
