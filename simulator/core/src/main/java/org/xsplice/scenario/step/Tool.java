// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xsplice.client.ToolFiles;
import org.xsplice.client.XenLivepatch;
import org.xsplice.plane.ControlPlane;

/**
 * Runs the client, {@code xen-livepatch}.
 *
 * @param words its arguments
 * @param files what it finds under the paths among them
 */
public record Tool(List<String> words, ToolFiles files) implements Operation {
    @Override
    public String commandLine() {
        return "xen-livepatch" + words.stream().map(word -> " " + quoted(word)).collect(Collectors.joining());
    }

    private static String quoted(String word) {
        return word.isEmpty() || word.contains(" ") ? "\"" + word + "\"" : word;
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.of(new XenLivepatch(plane, files).run(words));
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd(
                Expectable.STRICT, Expectable.EXIT, Expectable.STDOUT, Expectable.STDERR, Expectable.DIES);
    }

    @Override
    public Set<Expectable> implied() {
        return Set.of(Expectable.EXIT);
    }

    @Override
    public Optional<String> whyNotStepped() {
        return Optional.of(
                "the client (lp) lets time pass by itself, so it cannot be used where orders of events are searched");
    }
}
