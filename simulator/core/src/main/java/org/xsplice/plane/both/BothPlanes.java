// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.both;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;
import org.xsplice.event.EventSink;
import org.xsplice.hypervisor.Death;
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
import org.xsplice.schedule.Goal;
import org.xsplice.state.Derived;
import org.xsplice.state.HostState;
import org.xsplice.state.Ref;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/**
 * Two hosts behind one door: asks the model and Xen's own code the same, and compares after every operation. What is
 * compared: outcome, status of all payloads, console, every byte of the image's text and of the payloads' memory, and after an
 * upload the names of addresses in the payload's code.
 *
 * <p>The answers and events of the model are passed on; those of Xen's code only judge. The first difference ends it with a
 * {@link DisagreementException}: its {@link Disagreement} says in which operation and field they differ, what each said, and
 * which check or instruction decided. {@code compare} and scenarios with {@code plane: both} use it.
 *
 * <p>While time passes, the model goes first, to its end, then Xen's code. They are compared after that and not between turns,
 * since the same rendezvous need not take the same number of turns on both.
 */
public final class BothPlanes implements ControlPlane {
    private static final int LIST_MAX = 1024;
    /** How much of a page of code is asked for its names, and how densely: functions are 16 bytes apart. */
    private static final int NAMED_BYTES = 64;

    private static final int NAMED_STEP = 7;

    private final EventSink events;

    @Derived("the events of the operation that is under way, kept as such")
    private final EventLog modelLog = new EventLog();

    @Derived("the events of the operation that is under way, kept as such")
    private final EventLog xenLog = new EventLog();

    private final ControlPlane model;
    private final ControlPlane xen;
    private final MemoryComparison memory;
    private final HostState state = new HostState();
    /** What the hosts have been told to do while time passes, for people. */
    private final Ref<String> passing = state.value("both.passing", "");
    /** How it ended on the model, while Xen's own code is not through. */
    private final Ref<Optional<Outcome>> ofModel = state.value("both.ofModel", Optional.empty());

    /**
     * Boots both.
     *
     * @param events takes the events of the model
     */
    public BothPlanes(
            Function<EventSink, ControlPlane> bootModel, Function<EventSink, ControlPlane> bootXen, EventSink events) {
        this.events = events;
        model = bootModel.apply(modelLog);
        try {
            xen = bootXen.apply(xenLog);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
        memory = new MemoryComparison(model.hypervisor(), xen.hypervisor());
        settle();
    }

    @Override
    public Outcome upload(String name, byte[] payload) {
        Outcome outcome = operation("UPLOAD " + name, p -> p.upload(name, payload));
        if (outcome.equals(new Outcome.Returned(0))) {
            compareNames("UPLOAD " + name);
        }
        return outcome;
    }

    @Override
    public GetReply get(String name) {
        GetReply reply = model.get(name);
        GetReply judged = xen.get(name);
        compare("GET " + name, "outcome", describe(reply.outcome()), describe(judged.outcome()));
        compare(
                "GET " + name,
                "status",
                reply.status().toString(),
                judged.status().toString());
        settle();
        return reply;
    }

    @Override
    public ListReply list(int index, int count) {
        ListReply reply = model.list(index, count);
        ListReply judged = xen.list(index, count);
        String what = format("LIST %d %d", index, count);
        compare(what, "outcome", describe(reply.outcome()), describe(judged.outcome()));
        compare(what, "entries", reply.entries().toString(), judged.entries().toString());
        boolean returned = reply.outcome() instanceof Outcome.Returned r && r.rc() >= 0;
        if (returned) {
            compare(what, "remaining", reply.remaining() + "", judged.remaining() + "");
            compare(what, "version", reply.version() + "", judged.version() + "");
        }
        return reply;
    }

    @Override
    public Outcome action(int command, String name, Duration timeout, int flags) {
        String verb = ActionCommand.of(command).map(Enum::name).orElse("ACTION " + command);
        return operation(verb + " " + name, p -> p.action(command, name, timeout, flags));
    }

    @Override
    public Outcome sysctl(SysctlCall call) {
        return operation("SYSCTL " + call.text(), p -> p.sysctl(call));
    }

    @Override
    public Outcome cause(Trouble trouble) {
        return operation("TROUBLE " + trouble.word(), p -> p.cause(trouble));
    }

    @Override
    public Outcome key(char key) {
        return operation("KEY " + key, p -> p.key(key));
    }

    @Override
    public void begin(Goal.Until until, Duration max) {
        passing.set(until + " " + max.nanos() + " ns");
        ofModel.set(Optional.empty());
        model.begin(until, max);
        xen.begin(until, max);
    }

    /** The model goes first, and Xen's own code when that is through. */
    @Override
    public Optional<Outcome> turn() {
        if (ofModel.get().isEmpty()) {
            ofModel.set(model.turn());
            return Optional.empty();
        }
        Optional<Outcome> judged = xen.turn();
        judged.ifPresent(outcome -> compare(passing.get(), ofModel.get().orElseThrow(), outcome));
        return judged.flatMap(outcome -> ofModel.get());
    }

    @Override
    public void follow(Runnable follower) {
        model.follow(follower);
        xen.follow(follower);
    }

    @Override
    public void count(Optional<InstructionCount> count) {
        model.count(count);
        xen.count(count);
    }

    @Override
    public boolean actionPending() {
        return model.actionPending();
    }

    /** None: Xen's own code has none. */
    @Override
    public Optional<VirtualCpus> virtualCpus() {
        return Optional.empty();
    }

    @Override
    public String decision() {
        return xen.decision();
    }

    @Override
    public String nameOf(long address) {
        return model.nameOf(address);
    }

    @Override
    public CallReply call(int cpu, String function, long... arguments) {
        CallReply reply = model.call(cpu, function, arguments);
        CallReply judged = xen.call(cpu, function, arguments);
        compare("CALL " + function, "outcome", describe(reply.outcome()), describe(judged.outcome()));
        compare("CALL " + function, "result", Long.toHexString(reply.result()), Long.toHexString(judged.result()));
        settle();
        return reply;
    }

    @Override
    public VirtualTime now() {
        return model.now();
    }

    @Override
    public HypervisorView hypervisor() {
        return model.hypervisor();
    }

    private Outcome operation(String what, Function<ControlPlane, Outcome> body) {
        return compare(what, body.apply(model), body.apply(xen));
    }

    private Outcome compare(String what, Outcome outcome, Outcome judged) {
        compare(what, "outcome", describe(outcome), describe(judged));
        compareConsoles(what, endless(outcome) && endless(judged));
        if (outcome instanceof Outcome.Returned) {
            ListReply listed = model.list(0, LIST_MAX);
            ListReply judgedList = xen.list(0, LIST_MAX);
            compare(
                    what,
                    "status",
                    listed.entries().toString(),
                    judgedList.entries().toString());
            memory.firstDifference().ifPresent(d -> compare(what, d.field(), d.model(), d.xen()));
        }
        settle();
        return outcome;
    }

    /** Compares what addresses around the begin of each page of the payloads' code are called. */
    private void compareNames(String what) {
        for (long page : memory.payloadCode()) {
            for (long address = page; address < page + NAMED_BYTES; address += NAMED_STEP) {
                compare(what, format("name of %016x", address), model.nameOf(address), xen.nameOf(address));
            }
        }
    }

    /**
     * Compares what was printed.
     *
     * @param endless how often a loop was gone round is not a difference
     */
    private void compareConsoles(String what, boolean endless) {
        List<String> ofModel = console(modelLog);
        List<String> ofXen = console(xenLog);
        int both = endless ? Math.min(ofModel.size(), ofXen.size()) : Integer.MAX_VALUE;
        compare(
                what,
                "console",
                ofModel.stream().limit(both).toList().toString(),
                ofXen.stream().limit(both).toList().toString());
    }

    private static boolean endless(Outcome outcome) {
        return outcome instanceof Outcome.Died died && died.death().cause().equals(Death.ENDLESS_LOOP);
    }

    private static List<String> console(EventLog log) {
        return log.since(0, EventData.ConsoleLine.class)
                .map(EventData.ConsoleLine::line)
                .toList();
    }

    /** Says of a death its kind and address: the place of a modelled access is known to the model only by function. */
    private static String describe(Outcome outcome) {
        if (outcome instanceof Outcome.Returned returned) {
            return "returned " + returned.rc();
        }
        Death death = ((Outcome.Died) outcome).death();
        String address = death.report().stream()
                .filter(line -> line.startsWith("Faulting linear address"))
                .findFirst()
                .map(line -> ", " + line)
                .orElse("");
        return "died: " + death.cause() + address;
    }

    private void compare(String operation, String field, String ofModel, String ofXen) {
        if (!Objects.equals(ofModel, ofXen)) {
            Disagreement disagreement = new Disagreement(operation, field, ofModel, ofXen, cause());
            settle();
            throw new DisagreementException(disagreement);
        }
    }

    private String cause() {
        String check = modelLog.since(0, EventData.CheckFailed.class)
                .reduce((first, second) -> second)
                .map(c -> format("the model's check %s in %s refused: %s", c.check(), c.function(), c.why()))
                .orElse("no check of the model failed");
        String death = xenLog.since(0, EventData.HypervisorDied.class)
                .findFirst()
                .map(d -> "; Xen's code: " + d.summary())
                .orElse("");
        String decision = xen.decision().isEmpty() ? "" : "; Xen's code " + xen.decision();
        return check + decision + death;
    }

    /** Passes the model's events on and forgets what has been compared. */
    private void settle() {
        modelLog.since(0).forEach(events::accept);
        modelLog.clear();
        xenLog.clear();
    }

    @Override
    public Checkpoint keep() {
        HostState.Kept kept = state.keep();
        return Checkpoint.all(model.keep(), xen.keep(), keep(modelLog), keep(xenLog), () -> state.restore(kept));
    }

    private static Checkpoint keep(EventLog log) {
        List<Event> then = List.copyOf(log.since(0));
        return () -> {
            log.clear();
            then.forEach(log::accept);
        };
    }

    @Override
    public void close() {
        model.close();
        xen.close();
    }
}
