package org.kanworkbench.plot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A colour of sRGB: opacity, red, green and blue, a byte each from the highest on. */
public record Colour(int argb) {

    private static final Pattern HEX = Pattern.compile("#([0-9a-fA-F]{6})");
    private static final Pattern CHANNELS = Pattern.compile("rgba?\\((\\d+), (\\d+), (\\d+)(?:, ([\\d.]+))?\\)");

    /** @param red this and the others from 0 to 1 */
    public static Colour of(double red, double green, double blue, double opacity) {
        return new Colour(octet(opacity) << 24 | octet(red) << 16 | octet(green) << 8 | octet(blue));
    }

    private static int octet(double share) {
        return (int) Math.round(255 * share);
    }

    /** A colour as style sheets write it: {@code #rrggbb}, {@code rgb(…)} or {@code rgba(…)}. */
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

    /** With a share of its opacity. */
    public Colour faded(double share) {
        return new Colour(octet(share * opacity()) << 24 | argb & 0xffffff);
    }

    /** On the straight line to another colour, which a share of 1 comes to. */
    public Colour mixed(Colour other, double share) {
        return of(
                red() + share * (other.red() - red()),
                green() + share * (other.green() - green()),
                blue() + share * (other.blue() - blue()),
                opacity() + share * (other.opacity() - opacity()));
    }

    /** Without its opacity, as {@code #rrggbb}. */
    public String hex() {
        return SvgSurface.format("#%06x", argb & 0xffffff);
    }
}
