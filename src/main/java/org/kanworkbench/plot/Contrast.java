package org.kanworkbench.plot;

/** How well a colour shows on another: WCAG 2.2, section 1.4.3. */
public final class Contrast {

    /** Level AA, of text that isn't large. */
    public static final double TEXT = 4.5;

    private static final double STEP = 0.05;

    private Contrast() {}

    /** From 1, the same, to 21, black on white. */
    public static double ratio(Colour first, Colour second) {
        double a = luminance(first);
        double b = luminance(second);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** A colour moved towards that of text only as far as letters in it can be read on the paper. */
    public static Colour legible(Colour colour, Colour paper, Colour text) {
        double share = 0;
        Colour mixed = colour;
        while (share < 1 && ratio(mixed, paper) < TEXT) {
            share = Math.min(1, share + STEP);
            mixed = colour.mixed(text, share);
        }
        return mixed;
    }

    private static double luminance(Colour colour) {
        return 0.2126 * linear(colour.red()) + 0.7152 * linear(colour.green()) + 0.0722 * linear(colour.blue());
    }

    /** A channel of sRGB as light, 0 to 1. */
    public static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
