package org.kanworkbench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.kanworkbench.plot.Surface.Anchor;

/**
 * Names of dots, where neither dots nor other names are in the way, and no line if there is such a place; a name without room
 * is left out. All in pixels.
 */
public final class PointLabels {

    private static final double LINE = 12;

    /** Kept clear at both sides of a name: letters differ in width. */
    private static final double ROOM = 4;

    /** Lines of text between a dot and its name at most. */
    private static final int FARTHEST = 2;

    private record Dot(double x, double y) {}

    /** A rectangle. */
    private record Box(double left, double right, double top, double bottom) {

        boolean meets(Box other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }

        double distance(double x, double y) {
            return Math.hypot(x - Math.clamp(x, left, right), y - Math.clamp(y, top, bottom));
        }

        boolean within(Box other) {
            return left >= other.left && right <= other.right && top >= other.top && bottom <= other.bottom;
        }

        /** Whether a line from a point to one at its right leads through it. */
        boolean meets(double fromX, double fromY, double toX, double toY) {
            double wide = toX - fromX;
            double enter = wide == 0 ? 0 : Math.clamp((left - fromX) / wide, 0, 1);
            double leave = wide == 0 ? 1 : Math.clamp((right - fromX) / wide, 0, 1);
            double one = fromY + enter * (toY - fromY);
            double other = fromY + leave * (toY - fromY);
            return fromX < right && toX > left && Math.min(one, other) < bottom && Math.max(one, other) > top;
        }
    }

    private final Surface surface;
    private final Palette palette;
    private final Box area;
    private final List<Dot> dots = new ArrayList<>();
    private final List<Box> taken = new ArrayList<>();
    private final List<Box> bars = new ArrayList<>();
    private double[] xs = {};
    private double[] ys = {};

    /** Names stay within that rectangle. */
    public PointLabels(Surface surface, Palette palette, double left, double right, double top, double bottom) {
        this.surface = surface;
        this.palette = palette;
        area = new Box(left, right, top, bottom);
    }

    /** No name lies on a dot. */
    public void avoidDot(double x, double y, double radius) {
        taken.add(new Box(x - radius, x + radius, y - radius, y + radius));
        dots.add(new Dot(x, y));
    }

    /** Names keep off a vertical line where they can. */
    public void avoidBar(double x, double top, double bottom) {
        bars.add(new Box(x - 1, x + 1, top, bottom));
    }

    /** Names keep off a line through these points where they can; the points go from left to right. */
    public void avoidLine(double[] lineXs, double[] lineYs) {
        xs = lineXs;
        ys = lineYs;
    }

    /** Writes a name near its dot; where it is not next to it, a hairline leads there. */
    public void name(String name, double x, double y) {
        double half = Surface.LETTER * name.length() / 2 + ROOM;
        Optional<Box> best = free(x, y, half, box -> !onLine(box) && !under(x, y, box))
                .or(() -> free(x, y, half, box -> !onLine(box)))
                .or(() -> free(x, y, half, _ -> true));
        best.ifPresent(box -> {
            if (box.distance(x, y) > LINE || under(x, y, box)) {
                surface.line(
                        palette.axis(),
                        x,
                        y,
                        Math.clamp(x, box.left(), box.right()),
                        Math.clamp(y, box.top(), box.bottom()));
            }
            surface.text(
                    name,
                    palette.text(),
                    (box.left() + box.right()) / 2,
                    (box.top() + box.bottom()) / 2,
                    Anchor.MIDDLE);
            taken.add(box);
        });
    }

    /** Below and above, aside, at the four corners, and all of these again further away. */
    private Optional<Box> free(double x, double y, double half, Predicate<Box> good) {
        double aside = half + 6;
        double[][] near = {
            {0, LINE},
            {0, -LINE},
            {aside, 0},
            {-aside, 0},
            {aside, LINE},
            {-aside, LINE},
            {aside, -LINE},
            {-aside, -LINE}
        };
        for (int far = 1; far <= FARTHEST; far++) {
            for (double[] shift : near) {
                double left = x + (shift[1] == 0 ? far : 1) * shift[0] - half;
                double top = y + far * shift[1] - LINE / 2;
                Box box = new Box(left, left + 2 * half, top, top + LINE);
                if (box.within(area) && isOf(x, y, box) && taken.stream().noneMatch(box::meets) && good.test(box)) {
                    return Optional.of(box);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether no other dot is nearer to a name, which would be read as that one's. */
    private boolean isOf(double x, double y, Box box) {
        return dots.stream().allMatch(dot -> box.distance(dot.x, dot.y) >= box.distance(x, y) - 1);
    }

    /** Whether another dot stands over or under a name, so that a hairline must tell whose it is. */
    private boolean under(double x, double y, Box box) {
        return dots.stream()
                .anyMatch(dot -> (dot.x != x || dot.y != y)
                        && dot.x > box.left
                        && dot.x < box.right
                        && Math.abs(dot.y - (box.top + box.bottom) / 2) < 2.5 * LINE);
    }

    private boolean onLine(Box box) {
        if (bars.stream().anyMatch(box::meets)) {
            return true;
        }
        for (int i = 1; i < xs.length; i++) {
            if (box.meets(xs[i - 1], ys[i - 1], xs[i], ys[i])) {
                return true;
            }
        }
        return false;
    }
}
