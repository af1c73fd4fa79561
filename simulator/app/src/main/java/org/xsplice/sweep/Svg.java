// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.sweep;

import static org.xsplice.text.Formats.format;

/** Writes an SVG picture, element by element, coordinates with one decimal. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height, String title, String description) {
        text.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">\n",
                width, height, width, height));
        text.append("<title>").append(escaped(title)).append("</title>\n");
        text.append("<desc>").append(escaped(description)).append("</desc>\n");
        rect(0, 0, width, height, "#ffffff");
    }

    void rect(double x, double y, double width, double height, String fill) {
        element("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>", x, y, width, height, fill);
    }

    void line(double x1, double y1, double x2, double y2, String stroke, String dashes) {
        element(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-dasharray=\"%s\"/>",
                x1, y1, x2, y2, stroke, dashes);
    }

    /** @param points as {@code x,y x,y} */
    void polyline(String points, String stroke) {
        element("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", points, stroke);
    }

    void polygon(String points, String fill) {
        element("<polygon points=\"%s\" fill=\"%s\"/>", points, fill);
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    void label(double x, double y, String anchor, String fill, String words) {
        element(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
                x, y, anchor, fill, escaped(words));
    }

    /** A label that reads upwards, its middle at the point. */
    void upward(double x, double y, String words) {
        element(
                "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\" fill=\"#333333\">%s</text>",
                x, y, escaped(words));
    }

    void heading(double x, double y, int size, String words) {
        element(
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" font-weight=\"bold\" fill=\"#111111\">%s</text>",
                x, y, size, escaped(words));
    }

    private void element(String format, Object... arguments) {
        text.append(format(format, arguments)).append('\n');
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }
}
