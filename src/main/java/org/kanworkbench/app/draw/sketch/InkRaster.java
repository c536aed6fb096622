package org.kanworkbench.app.draw.sketch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns drawings into grey values. Remembers all strokes but the last, which alone grows; one thread at a time. */
public final class InkRaster {

    private static final int SIDE = Drawing.SIDE;

    private final float[] ink = new float[SIDE * SIDE];
    private final float[] earlier = new float[SIDE * SIDE];
    private final List<Stroke> inEarlier = new ArrayList<>();

    /** Coverage of every pixel, 0 to 1, row-major; valid until the next call. */
    public float[] of(Drawing drawing) {
        List<Stroke> strokes = drawing.strokes();
        List<Stroke> before = strokes.subList(0, Math.max(0, strokes.size() - 1));
        if (inEarlier.size() > before.size() || !inEarlier.equals(before.subList(0, inEarlier.size()))) {
            inEarlier.clear();
            Arrays.fill(earlier, 0);
        }
        for (Stroke stroke : before.subList(inEarlier.size(), before.size())) {
            draw(stroke, earlier);
            inEarlier.add(stroke);
        }
        System.arraycopy(earlier, 0, ink, 0, ink.length);
        if (!drawing.isEmpty()) {
            draw(strokes.getLast(), ink);
        }
        return ink;
    }

    private static void draw(Stroke stroke, float[] on) {
        double[] line = stroke.line();
        double radius = stroke.width() / 2;
        for (int i = 0; i + 3 < line.length; i += 2) {
            piece(on, line[i], line[i + 1], line[i + 2], line[i + 3], radius);
        }
    }

    /** A straight piece with round ends. A pixel is covered by how far its middle lies within the rim, over one pixel. */
    private static void piece(float[] ink, double x0, double y0, double x1, double y1, double radius) {
        double dx = x1 - x0;
        double dy = y1 - y0;
        double squared = dx * dx + dy * dy;
        double inner = Math.max(0, radius - 0.5);
        double outer = radius + 0.5;
        int left = Math.max(0, (int) Math.floor(Math.min(x0, x1) - outer));
        int right = Math.min(SIDE, (int) Math.ceil(Math.max(x0, x1) + outer));
        int top = Math.max(0, (int) Math.floor(Math.min(y0, y1) - outer));
        int bottom = Math.min(SIDE, (int) Math.ceil(Math.max(y0, y1) + outer));
        for (int y = top; y < bottom; y++) {
            double py = y + 0.5 - y0;
            for (int x = left; x < right; x++) {
                double px = x + 0.5 - x0;
                double along = squared == 0 ? 0 : Math.clamp((px * dx + py * dy) / squared, 0, 1);
                double ox = px - along * dx;
                double oy = py - along * dy;
                double distance = ox * ox + oy * oy;
                if (distance >= outer * outer) {
                    continue;
                }
                float covered = distance <= inner * inner ? 1 : (float) (outer - Math.sqrt(distance));
                int at = y * SIDE + x;
                ink[at] = Math.max(ink[at], Math.min(1, covered));
            }
        }
    }
}
