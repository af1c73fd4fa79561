// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.function.Supplier;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.Console;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.LivepatchLog;
import org.xsplice.machine.Memory;
import org.xsplice.mend.Mend;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Refusal;
import org.xsplice.refusal.RefusedException;

/**
 * What all steps of loading a payload work with: the hypervisor and its release, its console, the payloads that are there
 * already, and what would mend the file. None of it is a step's result: those are parameters and return values, see
 * {@link PayloadLoader}.
 *
 * <p>A step makes its checks through {@link #checks}, which notes in {@link Progress} which one is being made. A check
 * that fails throws what {@link #refuse} makes: the console line is printed, and the check is the one being made. Before
 * each access that may fault, the step names a suspect: what in the file is to blame if the hypervisor dies of it.
 *
 * @param payloads those that are loaded
 * @param mends finds what would put the file right
 * @param ladder of the release
 */
record LoadContext(
        Hypervisor hypervisor,
        Profile profile,
        LivepatchLog log,
        LoadedPayloads payloads,
        Mends mends,
        Ladder ladder,
        Progress progress) {

    Memory memory() {
        return hypervisor.memory();
    }

    boolean has(Feature feature) {
        return profile.has(feature);
    }

    /**
     * Returns the checks of some rungs that the release makes.
     *
     * @throws IllegalArgumentException if no step has declared them
     */
    <T> Checks<T> checks(Rungs<T> rungs) {
        return progress.ready(ladder.part(rungs));
    }

    /** Notes which Xen function is being modelled, for the report of a death in it. */
    void enter(String modelled) {
        progress.enter(modelled);
    }

    /** Notes which one of several equal things is looked at now: a section, a symbol, a relocation, a function. */
    void at(long number) {
        progress.at(number);
    }

    /**
     * Notes which field of the payload is to blame if the next access faults.
     *
     * @param check that is being made, or was made last
     */
    void suspect(Check check, long fileOffset, String field, Supplier<Mend> mend) {
        progress.suspect(() -> new Suspect(check, fileOffset, field, mend.get(), ""));
    }

    void print(Message message, Object... arguments) {
        log.print(message, arguments);
    }

    /**
     * Asks for memory that the model itself does not need, without a word on the console where there is none.
     *
     * @param what it is for, for people
     */
    void requireMemory(String what) {
        if (hypervisor.allocations().fails()) {
            throw noMemory("the hypervisor has no memory for " + what);
        }
    }

    /** Asks for memory that the model itself does not need; where there is none, a line says so. */
    void requireMemory(Message message, String name) {
        if (hypervisor.allocations().fails()) {
            print(message, name);
            throw noMemory(Console.format(profile.text(message), name));
        }
    }

    /** Makes the exception for memory that runs out, which no payload causes and no rung stands for. */
    static RefusedException noMemory(String why) {
        return new RefusedException(new Refusal(Check.MEMORY, Errno.ENOMEM.rc(), Refusal.NOWHERE, why));
    }

    /** Makes the exception with which the check that is being made refuses, without a word on the console. */
    RefusedException refuse(Errno errno, long fileOffset, String why) {
        return new RefusedException(new Refusal(progress.check(), errno.rc(), fileOffset, why));
    }

    /** Prints a line and makes the exception; the line is the reason. */
    RefusedException refuse(Errno errno, long fileOffset, Message message, Object... arguments) {
        print(message, arguments);
        return refuse(errno, fileOffset, Console.format(profile.text(message), arguments));
    }
}
