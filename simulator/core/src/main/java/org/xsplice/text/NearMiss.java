// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

/** Guesses which word was meant by one that does not exist. */
public final class NearMiss {
    private NearMiss() {}

    /** Returns the candidate with the smallest edit distance, or an empty string if none is near. */
    public static String of(String word, Iterable<String> candidates) {
        return of(word, candidates, Math.max(1, word.length() / 3));
    }

    /**
     * Returns the candidate with the smallest edit distance, or an empty string if none is near.
     *
     * @param max the greatest distance that is near
     */
    public static String of(String word, Iterable<String> candidates, int max) {
        String best = "";
        int bound = max + 1;
        for (String candidate : candidates) {
            int distance = distance(word, candidate, bound);
            if (distance < bound) {
                bound = distance;
                best = candidate;
            }
        }
        return best;
    }

    /**
     * Counts the insertions, deletions, replacements and swaps of neighbours that lead from one word to the other
     * (optimal string alignment), up to a bound.
     */
    private static int distance(String from, String to, int bound) {
        if (Math.abs(from.length() - to.length()) >= bound) {
            return bound;
        }
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
            }
        }
        return Math.min(bound, cost[from.length()][to.length()]);
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
