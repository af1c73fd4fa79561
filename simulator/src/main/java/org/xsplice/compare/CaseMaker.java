// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.chance.Chance;
import org.xsplice.event.ByteString;
import org.xsplice.payload.ActionCommand;
import org.xsplice.scenario.Action;
import org.xsplice.scenario.Call;
import org.xsplice.scenario.ListPayloads;
import org.xsplice.scenario.Operation;
import org.xsplice.scenario.PressKey;
import org.xsplice.scenario.ReturnType;
import org.xsplice.scenario.Schedule;
import org.xsplice.scenario.Upload;
import org.xsplice.scenario.Wait;

/** Chooses scenarios. A case depends on the seed and on its number, and on nothing else. */
final class CaseMaker {
    private static final int STEPS_MAX = 30;
    private static final int[] CPUS = {1, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8};
    /** How much more often a step is about a payload that will have been accepted. */
    private static final int SOUND_WEIGHT = 6;

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
    /** Longer than all CPUs need to meet and to part, so that neither plane is in the midst of it afterwards. */
    private static final long LONG_NS = 5_000_000;

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
        private final List<Recipe> payloads;
        private final List<String> uploaded = new ArrayList<>();
        private final List<Operation> steps = new ArrayList<>();

        Steps(Chance chance, List<Recipe> payloads) {
            this.chance = chance;
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
            } else if (kind < 62) {
                action(ActionCommand.REVERT);
            } else if (kind < 72) {
                action(ActionCommand.REPLACE);
            } else if (kind < 79) {
                action(ActionCommand.UNLOAD);
            } else if (kind < 88) {
                String function = chance.oneIn(8)
                        ? "xen_deny"
                        : target.functions()
                                .get(chance.below(target.functions().size()))
                                .name();
                steps.add(new Call(function, List.of(), ReturnType.AUTO));
            } else if (kind < 92) {
                steps.add(new PressKey(chance.oneIn(10) ? 'h' : 'x'));
            } else if (kind < 95) {
                steps.add(new ListPayloads());
            } else {
                steps.add(new Wait(LONG_NS));
            }
        }

        private void action(ActionCommand command) {
            boolean nodeps = command == ActionCommand.APPLY && chance.oneIn(3);
            boolean waits = command != ActionCommand.UNLOAD && !chance.oneIn(5);
            steps.add(new Action(command, name(), timeout(), nodeps, waits));
        }

        /** Either too short for anybody to come, or long enough for all. */
        private long timeout() {
            return switch (chance.below(8)) {
                case 0 -> 1;
                case 1 -> LONG_NS + chance.below(1_000_000);
                default -> 0;
            };
        }

        private String name() {
            boolean known = !uploaded.isEmpty() && !chance.oneIn(25);
            return known ? uploaded.get(chance.below(uploaded.size())) : NAMES.get(chance.below(NAMES.size()));
        }
    }
}
