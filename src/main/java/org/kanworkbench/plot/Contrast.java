package org.kanworkbench.plot;

/** The contrast of two colours: WCAG 2.2, section 1.4.3. */
public final class Contrast {

    /** Level AA for text of normal size. */
    public static final double TEXT = 4.5;

    private static final double STEP = 0.05;

    private Contrast() {}

    /** From 1 (equal colours) to 21 (black on white). */
    public static double ratio(Colour first, Colour second) {
        double a = luminance(first);
        double b = luminance(second);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** Moves a colour towards the text colour until text in it is readable on the background. */
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

    /** Linear intensity of an sRGB channel, 0 to 1. */
    public static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
