package org.kanworkbench.app.formulas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.formulas.state.EdgeCurve;
import org.kanworkbench.app.formulas.state.State;
import org.kanworkbench.app.formulas.state.Words;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/**
 * A network from its inputs at the bottom to its output at the top, every edge with its curve, or its function's symbol where
 * it was replaced; edges that were pruned are dotted. With the keyboard: arrows go from edge to edge.
 */
public final class KanPicture extends Picture {

    private static final double MOST_BOX = 56;
    private static final double NODE = 4;
    private static final double PRODUCT = 8;
    private static final double LABEL = 14;
    private static final double BESIDE = 3;
    private static final double MARGIN = 26;
    private static final double FAINTEST = 0.25;
    private static final double GONE = 0.15;
    private static final double SYMBOL = 13;
    private static final double[] DOTS = {1.5, 4};
    private static final double[] SOLID = {};
    /** Places between two levels: of curves, and of what a product multiplies. */
    private static final double CURVES = 0.46;

    private static final double FACTORS = 0.86;

    /** Letters of the longest name of an input. */
    private int longest;

    private State state;
    private Place marked;
    private Set<Place> going = Set.of();
    private Consumer<Place> onChoose = _ -> {};

    public KanPicture() {
        getStyleClass().add("kan-picture");
        setFocusTraversable(true);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        setOnKeyPressed(this::key);
    }

    /** @param shown null for nothing */
    void show(State shown) {
        state = shown;
        longest = shown == null
                ? 0
                : IntStream.range(0, shown.network().inputs())
                        .map(n ->
                                Words.node(shown.task(), shown.network(), 0, n).length())
                        .max()
                        .orElse(0);
        repaint();
    }

    /** @param edge to highlight; null for none */
    void mark(Place edge) {
        marked = edge;
        repaint();
    }

    /** @param edges greyed out, as they would be pruned */
    void fade(Set<Place> edges) {
        going = Set.copyOf(edges);
        repaint();
    }

    void setOnChoose(Consumer<Place> listener) {
        onChoose = listener;
    }

    private List<MultKan.Layer> layers() {
        return state.network().layers();
    }

    private Point2D at(double share, double level) {
        return new Point2D(share * getWidth(), MARGIN + inner() * (1 - level / layers().size()));
    }

    /** From the inputs to the outputs [px]. */
    private double inner() {
        return getHeight() - 2 * MARGIN - upwards();
    }

    /** Of the inputs' names; see {@link Surface#upwards}. */
    private double upwards() {
        return Surface.upwards(longest, getWidth() / state.network().inputs());
    }

    private Point2D node(int level, int node) {
        int count =
                level == 0 ? state.network().inputs() : layers().get(level - 1).nodes();
        return at((node + 0.5) / count, level);
    }

    /** Where an edge ends: at its node, or at one of what that multiplies. */
    private Point2D end(Place place) {
        MultKan.Layer layer = layers().get(place.layer());
        int node = layer.node(place.subnode());
        if (node < layer.sums()) {
            return node(place.layer() + 1, node);
        }
        return at((place.subnode() + 0.5) / layer.subnodes(), place.layer() + FACTORS);
    }

    /** Middle of an edge's curve, in the picture's own pixels. */
    Point2D middle(Place place) {
        MultKan.Layer layer = layers().get(place.layer());
        int number = place.input() * layer.subnodes() + place.subnode();
        return at((number + 0.5) / (layer.inputs() * layer.subnodes()), place.layer() + CURVES);
    }

    private double box(MultKan.Layer layer) {
        double across = getWidth() / (layer.inputs() * layer.subnodes()) - 4;
        double up = inner() / (layers().size() * 2.6);
        return Math.max(6, Math.min(Math.min(across, up), MOST_BOX));
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (state == null || height < 4 * MARGIN) {
            return;
        }
        for (int l = 0; l < layers().size(); l++) {
            MultKan.Layer layer = layers().get(l);
            double strongest = strongest(l);
            for (int j = 0; j < layer.subnodes(); j++) {
                for (int i = 0; i < layer.inputs(); i++) {
                    edge(surface, palette, new Place(l, j, i), strongest);
                }
            }
        }
        for (int level = 0; level <= layers().size(); level++) {
            nodes(surface, palette, level);
        }
    }

    private double strongest(int layer) {
        return state.curves().entrySet().stream()
                .filter(entry -> entry.getKey().layer() == layer)
                .mapToDouble(entry -> entry.getValue().score())
                .max()
                .orElse(1);
    }

    private void edge(Surface surface, Palette palette, Place place, double strongest) {
        Edge edge = state.network().edge(place);
        Point2D from = node(place.layer(), place.input());
        Point2D middle = middle(place);
        Point2D to = end(place);
        if (edge instanceof Edge.None) {
            Colour faint = palette.axis();
            line(surface, faint, DOTS, from, middle);
            line(surface, faint, DOTS, middle, to);
            return;
        }
        EdgeCurve curve = state.curves().get(place);
        boolean chosen = place.equals(marked);
        double share = strongest > 0 ? Math.min(1, curve.score() / strongest) : 1;
        double opacity = going.contains(place) ? GONE : FAINTEST + (1 - FAINTEST) * share;
        Colour wire = chosen ? palette.accent() : palette.text().faded(opacity);
        double half = box(layers().get(place.layer())) / 2;
        line(surface, wire, SOLID, from, middle.add(0, half));
        line(surface, wire, SOLID, middle.subtract(0, half), to);
        surface.fill(
                chosen ? palette.accent() : palette.axis(),
                middle.getX() - half - 1,
                middle.getY() - half - 1,
                2 * half + 2,
                2 * half + 2);
        surface.fill(palette.paper(), middle.getX() - half, middle.getY() - half, 2 * half, 2 * half);
        double strength = chosen && !going.contains(place) ? 1 : opacity;
        if (edge instanceof Edge.Function f) {
            draw(surface, palette, curve, middle, half, palette.series(1).faded(0.35 * strength));
            symbol(surface, palette.text().faded(Math.max(strength, 0.6)), Words.symbol(f.function()), middle, half);
        } else {
            draw(surface, palette, curve, middle, half, palette.series(0).faded(strength));
        }
    }

    private static void line(Surface surface, Colour colour, double[] dashes, Point2D a, Point2D b) {
        surface.polyline(colour, 1, dashes, new double[] {a.getX(), b.getX()}, new double[] {a.getY(), b.getY()}, 2);
    }

    private static void draw(
            Surface surface, Palette palette, EdgeCurve curve, Point2D middle, double half, Colour colour) {
        double[] x = curve.x();
        DoubleSummaryStatistics y = Arrays.stream(curve.y()).summaryStatistics();
        if (x[0] < x[x.length - 1] && y.getMin() <= y.getMax()) {
            new PlotArea(
                            surface,
                            palette,
                            Axis.around(
                                    Scale.LINEAR,
                                    x[0],
                                    x[x.length - 1],
                                    0.04,
                                    middle.getX() - half,
                                    middle.getX() + half),
                            Axis.around(
                                    Scale.LINEAR,
                                    y.getMin(),
                                    y.getMax(),
                                    0.1,
                                    middle.getY() + half,
                                    middle.getY() - half))
                    .line(x, curve.y(), colour, 1.5);
        }
    }

    /** In the middle of the box where there is room, else beside it. */
    private static void symbol(Surface surface, Colour colour, String symbol, Point2D middle, double half) {
        double size = Math.min(SYMBOL, 2 * half / Math.max(1, 0.6 * symbol.length()));
        boolean fits = size >= 8;
        surface.text(
                symbol,
                fits ? size : 9,
                colour,
                middle.getX(),
                fits ? middle.getY() : middle.getY() - half - 7,
                Anchor.MIDDLE);
    }

    private void nodes(Surface surface, Palette palette, int level) {
        int count =
                level == 0 ? state.network().inputs() : layers().get(level - 1).nodes();
        for (int n = 0; n < count; n++) {
            Point2D at = node(level, n);
            boolean product = level > 0 && n >= layers().get(level - 1).sums();
            if (product) {
                factors(surface, palette, level, n, at);
            }
            surface.dot(palette.text(), at.getX(), at.getY(), product ? PRODUCT : NODE);
            if (product) {
                surface.text("×", SYMBOL, palette.paper(), at.getX(), at.getY(), Anchor.MIDDLE);
            }
            String name = Words.node(state.task(), state.network(), level, n);
            if (level == 0 && upwards() > 0) {
                String cut = Surface.fitted(name, Surface.MOST_LETTERS);
                surface.textUpwards(cut, palette.text(), at.getX(), at.getY() + NODE + BESIDE);
                continue;
            }
            double y = at.getY() + (level == layers().size() ? -LABEL : level == 0 ? LABEL : 0);
            boolean beside = level > 0 && level < layers().size();
            String fitted = Surface.fitted(name, (int) Math.max(2, getWidth() / count / Surface.LETTER));
            double next = at.getX() + (product ? PRODUCT : NODE) + BESIDE;
            double most = getWidth() - Surface.LETTER * fitted.length();
            surface.text(
                    fitted,
                    palette.text(),
                    beside ? Math.min(next, most) : at.getX(),
                    y,
                    beside ? Anchor.START : Anchor.MIDDLE);
        }
    }

    /** The sums that a node multiplies. */
    private void factors(Surface surface, Palette palette, int level, int node, Point2D at) {
        MultKan.Layer layer = layers().get(level - 1);
        for (int j = layer.sums(); j < layer.subnodes(); j++) {
            if (layer.node(j) == node) {
                Point2D factor = end(new Place(level - 1, j, 0));
                line(surface, palette.text(), SOLID, factor, at);
                surface.dot(palette.text(), factor.getX(), factor.getY(), 2.5);
            }
        }
    }

    private void press(MouseEvent event) {
        requestFocus();
        if (state == null) {
            return;
        }
        for (Place place : places()) {
            double reach = Math.max(box(layers().get(place.layer())), 10) / 2;
            Point2D at = middle(place);
            if (Math.abs(at.getX() - event.getX()) <= reach && Math.abs(at.getY() - event.getY()) <= reach) {
                onChoose.accept(place);
                return;
            }
        }
    }

    /** From the left to the right, layer by layer. */
    private List<Place> places() {
        List<Place> places = new ArrayList<>(state.network().places());
        places.sort(Comparator.comparingInt(Place::layer)
                .thenComparingDouble(place -> middle(place).getX()));
        return places;
    }

    private void key(KeyEvent event) {
        if (state == null) {
            return;
        }
        List<Place> places = places();
        int here = places.indexOf(marked);
        int next = switch (event.getCode()) {
            case LEFT -> here - 1;
            case RIGHT -> here + 1;
            case UP -> level(places, here, 1);
            case DOWN -> level(places, here, -1);
            default -> Integer.MIN_VALUE;
        };
        if (next == Integer.MIN_VALUE) {
            return;
        }
        if (!places.isEmpty()) {
            onChoose.accept(places.get(Math.clamp(next, 0, places.size() - 1)));
        }
        event.consume();
    }

    /** The edge of the next layer that is nearest across. */
    private int level(List<Place> places, int here, int step) {
        if (here < 0) {
            return 0;
        }
        double x = middle(places.get(here)).getX();
        int layer = places.get(here).layer() + step;
        return IntStream.range(0, places.size())
                .filter(p -> places.get(p).layer() == layer)
                .boxed()
                .min(Comparator.comparingDouble(
                        p -> Math.abs(middle(places.get(p)).getX() - x)))
                .orElse(here);
    }
}
