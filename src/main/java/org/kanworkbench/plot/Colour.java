package org.kanworkbench.plot;

import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** An sRGB colour: opacity, red, green and blue, one byte each from the highest. */
public record Colour(int argb) {

    private static final Pattern HEX = Pattern.compile("#([0-9a-fA-F]{6})");
    private static final Pattern CHANNELS = Pattern.compile("rgba?\\((\\d+), (\\d+), (\\d+)(?:, ([\\d.]+))?\\)");

    /** @param red 0 to 1, as are the others */
    public static Colour of(double red, double green, double blue, double opacity) {
        return new Colour(octet(opacity) << 24 | octet(red) << 16 | octet(green) << 8 | octet(blue));
    }

    private static int octet(double share) {
        return (int) Math.round(255 * share);
    }

    /** Parses a CSS colour: {@code #rrggbb}, {@code rgb(…)} or {@code rgba(…)}. */
    static Colour parse(String css) {
        Matcher hex = HEX.matcher(css);
        if (hex.matches()) {
            return new Colour(0xff << 24 | Integer.parseInt(hex.group(1), 16));
        }
        Matcher channels = CHANNELS.matcher(css);
        if (!channels.matches()) {
            throw new IllegalArgumentException(css + " is no colour");
        }
        return of(
                Integer.parseInt(channels.group(1)) / 255.0,
                Integer.parseInt(channels.group(2)) / 255.0,
                Integer.parseInt(channels.group(3)) / 255.0,
                channels.group(4) == null ? 1 : Double.parseDouble(channels.group(4)));
    }

    /** So many colours as pixels, each by its number. */
    public static int[] pixels(int count, IntFunction<Colour> colour) {
        return IntStream.range(0, count).map(i -> colour.apply(i).argb()).toArray();
    }

    public double red() {
        return (argb >> 16 & 255) / 255.0;
    }

    public double green() {
        return (argb >> 8 & 255) / 255.0;
    }

    public double blue() {
        return (argb & 255) / 255.0;
    }

    public double opacity() {
        return (argb >>> 24) / 255.0;
    }

    /** The colour with its opacity multiplied by a factor. */
    public Colour faded(double share) {
        return new Colour(octet(share * opacity()) << 24 | argb & 0xffffff);
    }

    /** Interpolates linearly to another colour, which a share of 1 yields. */
    public Colour mixed(Colour other, double share) {
        return of(
                red() + share * (other.red() - red()),
                green() + share * (other.green() - green()),
                blue() + share * (other.blue() - blue()),
                opacity() + share * (other.opacity() - opacity()));
    }

    /** The colour without opacity, as {@code #rrggbb}. */
    public String hex() {
        return SvgSurface.format("#%06x", argb & 0xffffff);
    }
}
