// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cause;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xsplice.refusal.Check;
import org.xsplice.text.NearMiss;

/** The hypervisor has not quite that name. */
final class NearName {
    /** How many letters may be wrong. */
    private static final int WRONG_MAX = 2;

    private static final int SHOWN_MAX = 3;
    private static final Pattern CLONE =
            Pattern.compile("(\\.(isra|part|constprop|cold|llvm|lto_priv|localalias)(\\.\\d+)?)+$");
    private static final Pattern NUMBER = Pattern.compile("\\.\\d+$");

    private NearName() {}

    static Optional<Cause> cause(Stopped stopped) {
        String name = stopped.wantedName();
        if (name.isEmpty() || stopped.guest().addressOf(name) != 0) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        stopped.guest().names().forEach(names::add);
        return otherFile(name, names)
                .or(() -> variant(name, names))
                .or(() -> misspelt(name, names))
                .or(() -> none(stopped, name));
    }

    private static String bare(String name) {
        return name.substring(name.indexOf('#') + 1);
    }

    private static String file(String name) {
        int hash = name.indexOf('#');
        return hash < 0 ? "" : name.substring(0, hash);
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The symbol is there; the file before it is another one, is written otherwise, or was left out. */
    private static Optional<Cause> otherFile(String name, List<String> names) {
        List<String> same =
                names.stream().filter(other -> bare(other).equals(bare(name))).toList();
        List<String> sameFile = same.stream()
                .filter(other -> lastPart(file(other)).equals(lastPart(file(name))))
                .toList();
        List<String> found = sameFile.isEmpty() ? same : sameFile;
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.size() > 1) {
            return Optional.of(Cause.rebuild(
                    format(
                            "the hypervisor has no %s, but several functions or variables like it: %s",
                            name, some(found)),
                    "name the one that is meant, with its file"));
        }
        String near = found.get(0);
        String what = file(name).isEmpty()
                ? "it is static, so its file belongs to the name"
                : file(near).isEmpty()
                        ? "it is not static, so no file belongs to the name"
                        : sameFile.isEmpty() ? "the file is another one" : "the folder is another one, or missing";
        return Optional.of(
                file(name).isEmpty()
                        ? new Cause(has(name, near) + ": " + what, Optional.empty())
                        : cause(name, near, what));
    }

    private static String some(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN_MAX, names.size())));
        return names.size() > SHOWN_MAX ? shown + " and " + (names.size() - SHOWN_MAX) + " more" : shown;
    }

    private static String has(String name, String near) {
        return format("the hypervisor has no %s, but %s", name, near);
    }

    private static Cause cause(String name, String near, String what) {
        return Cause.rebuild(has(name, near) + ": " + what, "use " + near + " instead, if that is what was meant");
    }

    private static String plain(String bare) {
        String changed = CLONE.matcher(bare).replaceFirst("");
        return NUMBER.matcher(changed).replaceFirst("");
    }

    private static boolean numbered(String bare) {
        return NUMBER.matcher(CLONE.matcher(bare).replaceFirst("")).find();
    }

    /** Compilers add numbers to statics of one name, and words to functions that they have changed. */
    private static Optional<Cause> variant(String name, List<String> names) {
        List<String> same = names.stream()
                .filter(other -> plain(bare(other)).equals(plain(bare(name))))
                .filter(other -> file(name).isEmpty() || lastPart(file(other)).equals(lastPart(file(name))))
                .toList();
        if (same.isEmpty()) {
            return Optional.empty();
        }
        boolean number = numbered(bare(name)) || same.stream().allMatch(other -> numbered(bare(other)));
        return Optional.of(Cause.rebuild(
                has(name, some(same))
                        + (number
                                ? ": compilers number static variables of functions as they come"
                                : ": compilers add such endings to functions that they have changed or split"),
                number
                        ? "build with the compiler, the options and the source that the hypervisor was built with"
                        : "build with the compiler and the options that the hypervisor was built with, or patch the "
                                + "function that calls it"));
    }

    private static Optional<Cause> misspelt(String name, List<String> names) {
        String near = NearMiss.of(name, names, WRONG_MAX);
        return near.isEmpty() ? Optional.empty() : Optional.of(cause(name, near, "is it misspelt?"));
    }

    /** Whatever else fails of a function that is not there. */
    private static Optional<Cause> none(Stopped stopped, String name) {
        return stopped.check() == Check.SYMBOL_KNOWN
                ? Optional.empty()
                : Optional.of(new Cause("the hypervisor has no function " + name, Optional.empty()));
    }
}
