// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a shell command of a recording does to payload files and to the hypervisor: its calls of {@code cp A B} and of
 * {@code xen-livepatch}, loops unrolled. All else in it is passed over.
 *
 * @param calls each with the command's name first
 * @param nothingElse whether these are all it does, so that its output is theirs
 */
record ShellLine(List<List<String>> calls, boolean nothingElse) {
    static final String COPY = "cp";
    static final String TOOL = "xen-livepatch";

    private static final Pattern LOOP =
            Pattern.compile("\\bfor\\s+(\\w+)\\s+in\\s+(.*?)\\s*;\\s*do\\b\\s*(.*?)\\s*;?\\s*\\bdone\\b");
    private static final Pattern SEQUENCE = Pattern.compile("\\$\\(seq (\\d+) (\\d+)\\)");

    static ShellLine parse(String text) {
        List<List<String>> calls = new ArrayList<>();
        boolean nothingElse = true;
        for (String simple : unroll(text).split("[;&|]+")) {
            if (simple.isBlank()) {
                continue;
            }
            List<String> words = new ArrayList<>();
            for (String word : simple.strip().split("\\s+")) {
                if (word.contains(">")) {
                    nothingElse = false;
                    break;
                }
                words.add(word.replaceAll("[\"']", ""));
            }
            boolean acts = !words.isEmpty()
                    && (words.get(0).equals(TOOL) || words.get(0).equals(COPY) && words.size() == 3);
            if (acts) {
                calls.add(words);
            }
            nothingElse &= acts;
        }
        return new ShellLine(calls, nothingElse && !text.contains("|"));
    }

    private static String unroll(String text) {
        Matcher loop = LOOP.matcher(text);
        StringBuilder unrolled = new StringBuilder();
        while (loop.find()) {
            StringBuilder turns = new StringBuilder();
            for (String value : sequence(loop.group(2)).split("\\s+")) {
                turns.append(loop.group(3).replaceAll("\\$\\{?" + loop.group(1) + "\\b}?", value))
                        .append(';');
            }
            loop.appendReplacement(unrolled, Matcher.quoteReplacement(turns.toString()));
        }
        return loop.appendTail(unrolled).toString();
    }

    private static String sequence(String words) {
        Matcher sequence = SEQUENCE.matcher(words);
        return sequence.replaceAll(found -> {
            StringBuilder numbers = new StringBuilder();
            for (int i = Integer.parseInt(found.group(1)); i <= Integer.parseInt(found.group(2)); i++) {
                numbers.append(i).append(' ');
            }
            return numbers.toString();
        });
    }
}
