// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** What the steps of loading share: the hypervisor, its release, its console, and how far the checks have come. */
final class LoadContext {
    private final Hypervisor hypervisor;
    private final Profile profile;
    private final LivepatchLog log;
    private final LoadedPayloads loaded;
    private final Mends mends;
    private final Set<Check> passed = EnumSet.noneOf(Check.class);
    private String function = "livepatch_upload";
    private long item;
    private final List<Import> imports = new ArrayList<>();
    private Supplier<Suspect> suspect;

    LoadContext(Hypervisor hypervisor, Profile profile, LivepatchLog log, LoadedPayloads loaded, Mends mends) {
        this.hypervisor = hypervisor;
        this.profile = profile;
        this.log = log;
        this.loaded = loaded;
        this.mends = mends;
    }

    Hypervisor hypervisor() {
        return hypervisor;
    }

    Memory memory() {
        return hypervisor.memory();
    }

    Profile profile() {
        return profile;
    }

    boolean has(Feature feature) {
        return profile.has(feature);
    }

    LoadedPayloads loaded() {
        return loaded;
    }

    Mends mends() {
        return mends;
    }

    /** Notes which Xen function is being modelled, for the report of a death in it. */
    void enter(String modelled) {
        function = modelled;
    }

    String function() {
        return profile.function(function);
    }

    /** Notes which one of several equal things is looked at now: a section, a symbol, a relocation, a function. */
    void at(long number) {
        item = number;
    }

    long item() {
        return item;
    }

    /**
     * Notes which field of the payload is to blame if the next access faults.
     *
     * @param check that is being made, or was made last
     */
    void suspect(Check check, long fileOffset, String field, Supplier<Mend> mend) {
        suspect(() -> new Suspect(check, fileOffset, field, mend.get()));
    }

    /** Notes what to blame if the next access faults, where that changes with every access. */
    void suspect(Supplier<Suspect> blamed) {
        suspect = blamed;
    }

    Optional<Suspect> suspect() {
        return Optional.ofNullable(suspect).map(Supplier::get);
    }

    /** Notes that the payload uses what another one provides. */
    void uses(Import symbol) {
        imports.add(symbol);
    }

    List<Import> imports() {
        return List.copyOf(imports);
    }

    void print(Message message, Object... arguments) {
        log.print(message, arguments);
    }

    void pass(Check check) {
        passed.add(check);
    }

    Set<Check> passed() {
        return Collections.unmodifiableSet(passed);
    }

    /**
     * Asks for memory that the model itself does not need, without a word on the console where there is none.
     *
     * @param what it is for, for people
     */
    void requireMemory(String what) {
        if (hypervisor.allocations().fails()) {
            throw refuse(Check.MEMORY, Errno.ENOMEM, Refusal.NOWHERE, "there is no memory for " + what);
        }
    }

    /** Asks for memory that the model itself does not need; where there is none, a line says so. */
    void requireMemory(Message message, String name) {
        if (hypervisor.allocations().fails()) {
            throw refuse(Check.MEMORY, Errno.ENOMEM, Refusal.NOWHERE, message, name);
        }
    }

    /** Makes the exception for a refusal that says nothing on the console. */
    RefusedException refuse(Check check, Errno errno, long fileOffset, String why) {
        return new RefusedException(new Refusal(check, errno.rc(), fileOffset, why));
    }

    /** Prints a line and makes the exception for the refusal; the line is the reason. */
    RefusedException refuse(Check check, Errno errno, long fileOffset, Message message, Object... arguments) {
        print(message, arguments);
        return refuse(check, errno, fileOffset, Console.format(profile.text(message), arguments));
    }
}
