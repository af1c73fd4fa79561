// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xsplice.hypervisor.Death;

/**
 * What of a death is the same whenever it happens: not the CPU, the registers and the stack.
 *
 * @param kind for example {@code FATAL PAGE FAULT} or {@code Xen BUG at FILE:LINE}; {@link #ENDLESS_LOOP} where nothing
 *     was printed
 * @param address faulting linear address, 16 hex digits
 * @param function symbol that RIP was in
 */
record DeathReport(String kind, Optional<String> address, Optional<String> function) {
    static final String ENDLESS_LOOP = Death.ENDLESS_LOOP;
    static final String DOUBLE_FAULT = "DOUBLE FAULT";

    private static final Pattern RIP = Pattern.compile("RIP:\\s+\\w+:(?:\\[<\\p{XDigit}+>] )?([^+\\s]+)");
    private static final Pattern ADDRESS = Pattern.compile("Faulting linear address: (\\p{XDigit}+)");
    private static final Pattern PANIC = Pattern.compile("Panic on CPU \\d+:");

    /** Reads the last lines of a console. */
    static DeathReport ofConsole(List<String> lines) {
        return read(lines, ENDLESS_LOOP);
    }

    static DeathReport of(Death death) {
        return read(death.report(), death.cause());
    }

    /** Returns the last report that is in the lines; an earlier one may be a mere warning. */
    private static DeathReport read(List<String> lines, String unlessTold) {
        String kind = unlessTold;
        Optional<String> address = Optional.empty();
        Optional<String> function = Optional.empty();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher rip = RIP.matcher(line);
            Matcher fault = ADDRESS.matcher(line);
            if (rip.find()) {
                function = Optional.of(rip.group(1));
            } else if (fault.find()) {
                address = Optional.of(fault.group(1));
            } else if (PANIC.matcher(line).find() && i + 1 < lines.size()) {
                kind = lines.get(i + 1).replaceFirst("^\\(XEN\\) ", "").strip();
            } else if (line.contains(DOUBLE_FAULT)) {
                kind = DOUBLE_FAULT;
            }
        }
        return kind.equals(ENDLESS_LOOP)
                ? new DeathReport(kind, Optional.empty(), Optional.empty())
                : new DeathReport(kind, address, function);
    }

    /** Compares with what was recorded; what was not recorded is passed over. */
    List<Mismatch> mismatches(DeathReport recorded) {
        List<Mismatch> mismatches = new ArrayList<>();
        compare("death kind", Optional.of(recorded.kind), Optional.of(kind), mismatches);
        compare("death address", recorded.address, address, mismatches);
        compare("death function", recorded.function, function, mismatches);
        return mismatches;
    }

    private static void compare(
            String field, Optional<String> recorded, Optional<String> seen, List<Mismatch> mismatches) {
        if (recorded.isPresent() && !recorded.equals(seen)) {
            mismatches.add(new Mismatch(field, "", recorded.get(), seen.orElse(Mismatch.NOTHING)));
        }
    }

    @Override
    public String toString() {
        return kind
                + address.map(a -> " at " + a).orElse("")
                + function.map(f -> " in " + f).orElse("");
    }
}
