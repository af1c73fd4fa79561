// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.List;

/** What stands at the border of what a scenario file may have, or beyond. */
final class BorderTexts {
    private static final String HEAD = "version: 1\nsteps:\n";
    private static final int DEEP = 200;
    private static final int LONG = 70_000;

    /** Whole files. */
    static final List<String> WHOLE = List.of(
            "",
            "\n",
            "\ufeff" + HEAD + "  - list\n",
            "\u0000",
            "%YAML 1.1\n---\n" + HEAD + "  - list\n...\n---\nversion: 1\n",
            HEAD + "  - list\n".repeat(2000),
            HEAD + "  - " + "[".repeat(DEEP) + "]".repeat(DEEP) + "\n",
            HEAD + "  - " + "{a: ".repeat(DEEP) + "1" + "}".repeat(DEEP) + "\n",
            "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
                    + "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
                    + "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: [*e, *e, *e, *e, *e, *e, *e, *e, *e]\n",
            "version: 1\nsteps: &s [*s]\n",
            "&a version: 1\n*a : 2\n",
            "version: 1\nversion: 1\nsteps: [list]\nsteps: [list]\n",
            "version: 1\ntitle: \"\\u001b[2J\\r\\u202e\\u0085\\u2028\\uffff\"\nsteps: [list]\n",
            "version: 1\ntitle: " + "x".repeat(LONG) + "\nsteps: [list]\n",
            "version: 1\ncpus: 64\nsteps: [list]\n",
            HEAD + "  - wait: 9223372036854775807ns\n",
            HEAD + "  - busy: {cpu: 0, for: 1000s}\n  - wait: 1000s\n",
            HEAD + "  - nmi: {cpu: 1}\n  - wait: 1s\n",
            "version: 1\nworkload:\n  - {cpus: all, does: nmi, every: 1ns}\nsteps:\n  - wait: 10s\n",
            HEAD + "  - sysctl: {call: 4294967295, name: x, size: 4294967295, flags: 4294967295}\n",
            HEAD + "  - call: {function: do_xen_version, args: [-1, 18446744073709551615, 0, 0, 0, 0]}\n",
            HEAD + "  - lp: [list]\n  - lp: [\"\", \"\\u0000\", \"--help\"]\n",
            HEAD + "  - list\n    expect: {stdout: [/(a*)*b/]}\n",
            HEAD + "  - upload: {name: a, file: /dev/zero}\n",
            HEAD + "  - upload: {name: a, code: {}}\n",
            "guest: /dev/full\nversion: 1\nsteps: [list]\n",
            "- version: 1\n",
            "? [a, b]\n: c\n? {d: e}\n: f\n",
            "!!set {a, b}\n",
            "version: !!int \"1\"\nsteps: !!binary aGVsbG8=\n",
            "version: 1\nsteps: |\n  list\n",
            "<<: {version: 1}\nsteps: [list]\n");

    /** Numbers, and what is nearly one. */
    static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "64",
            "65",
            "127",
            "128",
            "2147483647",
            "2147483648",
            "4294967295",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775809",
            "9".repeat(400),
            "0x7fffffff",
            "0o17",
            "017",
            "1_000",
            "1e9",
            "1.5",
            ".inf",
            ".nan",
            "0x",
            "\u0661\u0662");

    /** Values of another type, or of none. */
    static final List<String> VALUES = List.of(
            "{}",
            "[]",
            "[[]]",
            "{a: b}",
            "~",
            "null",
            "true",
            "\"\"",
            "\"\\0\"",
            "\"a\\nb\"",
            "'",
            "\"",
            "*x",
            "&x y",
            "!!str 1",
            "!x y",
            "|",
            ">",
            "@",
            "`",
            "%",
            "/(/",
            "/[/",
            "/(a|a)*b/",
            "..",
            "/",
            "/dev/null",
            "all",
            "x".repeat(300),
            "\ud83d\ude00",
            "9223372036854775807ns",
            "9223372036854775807s",
            "0ns",
            "1us");

    /** What is put in anywhere. */
    static final List<String> PIECES = List.of(
            "\u0000",
            "\u0001",
            "\u001b[31m",
            "\r",
            "\r\n",
            "\t",
            "\u007f",
            "\u0085",
            "\u00ad",
            "\u200f",
            "\u202e",
            "\u2028",
            "\ufeff",
            "\uffff",
            "\ue000",
            "\ud83d\ude00",
            "\n---\n",
            "\n...\n",
            "#",
            " #",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "\\",
            "*a",
            "&a ",
            "!!",
            "%",
            "[".repeat(60),
            "{x: ".repeat(60),
            "\n" + " ".repeat(1000) + "x: y\n");

    private BorderTexts() {}
}
