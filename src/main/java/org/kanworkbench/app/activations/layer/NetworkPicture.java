package org.kanworkbench.app.activations.layer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.kanworkbench.app.activations.layer.NetworkCurves.Layer;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.NetworkPart;
import org.kanworkbench.explain.Unit;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/**
 * A whole network with its nodes and edge functions, drawn with opacity by importance (as in pykan, Liu et al., 2024).
 * The wheel with Ctrl zooms at the pointer, dragging moves nodes, curves or all, a double click restores. With the keyboard:
 * arrows go from edge to edge, with Shift from unit to unit, Enter chooses, + and − zoom, 0 restores.
 */
public final class NetworkPicture extends Picture {

    private static final double MOST_BOX = 64;
    private static final double LEAST_BOX = 6;
    private static final double NODE = 4;
    private static final double LABEL = 13;
    private static final double LETTER = 6;
    private static final double ROOM = 0.08;
    private static final double VEIL = 0.85;
    private static final double WHEEL = 1.15;
    private static final double MOST_ZOOM = 20;
    private static final double FAINTEST = 0.12;

    private final NetworkLayout layout = new NetworkLayout();
    private NetworkCurves network;
    /** Letters of the longest name of an input. */
    private int longest;

    private NetworkPart marked;
    private double zoom = 1;
    private Point2D shift = Point2D.ZERO;
    private NetworkPart held;
    private Point2D from;
    private boolean draggedFar;
    private Consumer<NetworkPart> onHover = _ -> {};
    private Consumer<Edge> onChoose = _ -> {};

    public NetworkPicture() {
        getStyleClass().add("network-picture");
        setOnMouseMoved(
                event -> onHover.accept(partAt(event.getX(), event.getY()).orElse(null)));
        setOnMouseExited(_ -> onHover.accept(null));
        setOnMousePressed(this::press);
        setOnMouseDragged(this::drag);
        setOnMouseReleased(this::release);
        setOnScroll(this::scroll);
        setFocusTraversable(true);
        setOnKeyPressed(this::key);
    }

    /** @param shown null for nothing */
    public void show(NetworkCurves shown) {
        network = shown;
        if (shown != null) {
            layout.setLevels(shown.layers().size() + 1);
            Layer first = shown.layers().getFirst();
            longest = IntStream.range(0, first.inputs())
                    .map(i -> first.names().input(i).length())
                    .max()
                    .orElse(0);
        }
        repaint();
    }

    /** @param part to highlight; null for none */
    public void mark(NetworkPart part) {
        marked = part;
        repaint();
    }

    /** Receives the edge or unit under the pointer, null for none. */
    public void setOnHover(Consumer<NetworkPart> listener) {
        onHover = listener;
    }

    public void setOnChoose(Consumer<Edge> listener) {
        onChoose = listener;
    }

    private Point2D screen(Point2D place) {
        return new Point2D(place.getX() * getWidth() * zoom, place.getY() * getHeight() * zoom).add(shift);
    }

    private Point2D place(double x, double y) {
        return new Point2D((x - shift.getX()) / (getWidth() * zoom), (y - shift.getY()) / (getHeight() * zoom));
    }

    private double box(Layer layer) {
        double across = getWidth() * zoom / (layer.inputs() * layer.outputs()) - 4;
        double up = getHeight() * zoom / (network.layers().size() * 2.6);
        return Math.max(LEAST_BOX, Math.min(Math.min(across, up), MOST_BOX * Math.max(1, zoom)));
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (network == null) {
            return;
        }
        surface.clip(0, 0, width, height);
        layout.setNames(
                Surface.upwards(longest, width / network.layers().getFirst().inputs()) / height);
        for (Layer layer : network.layers()) {
            edges(surface, palette, layer);
        }
        for (Layer layer : network.layers()) {
            nodes(surface, palette, layer.names().layer(), layer.inputs(), layer);
        }
        nodes(
                surface,
                palette,
                network.layers().size(),
                network.layers().getLast().outputs(),
                null);
        surface.unclip();
    }

    private void nodes(Surface surface, Palette palette, int level, int units, Layer above) {
        for (int u = 0; u < units; u++) {
            Point2D at = screen(layout.node(level, u, units));
            boolean chosen = new Unit(level, u).equals(marked);
            surface.dot(chosen ? palette.accent() : palette.text(), at.getX(), at.getY(), chosen ? 1.5 * NODE : NODE);
            String whole = above != null
                    ? above.names().input(u)
                    : network.layers().getLast().names().output(u);
            double room = units == 1
                    ? getWidth()
                    : Math.abs(screen(layout.node(level, u == 0 ? 1 : u - 1, units))
                                    .getX()
                            - at.getX());
            double upwards = level == 0 ? Surface.upwards(longest, room) : 0;
            if (upwards > 0) {
                String cut = Surface.fitted(whole, Surface.MOST_LETTERS);
                surface.textUpwards(cut, palette.text(), at.getX(), at.getY() + 2 * NODE);
                continue;
            }
            String name = Surface.fitted(whole, (int) (room / LETTER) - 1);
            double y = at.getY() + (above == null ? -LABEL : LABEL);
            double width = LETTER * name.length();
            surface.fill(palette.paper().faded(VEIL), at.getX() - width / 2 - 2, y - 7, width + 4, 14);
            surface.text(name, palette.text(), at.getX(), y, Anchor.MIDDLE);
        }
    }

    private void edges(Surface surface, Palette palette, Layer layer) {
        int l = layer.names().layer();
        double size = box(layer);
        for (int j = 0; j < layer.outputs(); j++) {
            for (int i = 0; i < layer.inputs(); i++) {
                Edge edge = new Edge(l, j, i);
                double opacity = FAINTEST + (1 - FAINTEST) * layer.share(j, i);
                boolean chosen = edge.equals(marked);
                Colour wire = chosen ? palette.accent() : palette.text().faded(opacity);
                Point2D below = screen(layout.node(l, i, layer.inputs()));
                Point2D above = screen(layout.node(l + 1, j, layer.outputs()));
                Point2D at = screen(layout.curve(edge, layer.inputs(), layer.outputs()));
                wire(surface, wire, below, new Point2D(at.getX(), at.getY() + size / 2));
                wire(surface, wire, new Point2D(at.getX(), at.getY() - size / 2), above);
                curve(surface, palette, layer, edge, at, size, chosen ? 1 : opacity);
            }
        }
    }

    private static void wire(Surface surface, Colour colour, Point2D a, Point2D b) {
        surface.polyline(
                colour, 1, new double[0], new double[] {a.getX(), b.getX()}, new double[] {a.getY(), b.getY()}, 2);
    }

    private void curve(
            Surface surface, Palette palette, Layer layer, Edge edge, Point2D at, double size, double opacity) {
        double left = at.getX() - size / 2;
        double top = at.getY() - size / 2;
        Colour frame = edge.equals(marked) ? palette.accent() : palette.axis();
        surface.fill(frame, left - 1, top - 1, size + 2, size + 2);
        surface.fill(palette.paper(), left, top, size, size);
        float[] x = layer.x();
        PlotArea plot = new PlotArea(
                surface,
                palette,
                Axis.around(Scale.LINEAR, x[0], x[x.length - 1], 0, left, left + size),
                Axis.around(Scale.LINEAR, layer.range().low(), layer.range().high(), ROOM, top + size, top));
        plot.zero();
        plot.line(
                x,
                layer.curve(edge.output(), edge.input()),
                palette.series(network.open().series()).faded(opacity),
                1.5);
    }

    /** The one drawn last, which lies on top. */
    private Optional<Edge> edgeAt(double x, double y) {
        if (network == null) {
            return Optional.empty();
        }
        for (Layer layer : network.layers().reversed()) {
            double reach = Math.max(box(layer), 8) / 2;
            for (int j = layer.outputs() - 1; j >= 0; j--) {
                for (int i = layer.inputs() - 1; i >= 0; i--) {
                    Edge edge = new Edge(layer.names().layer(), j, i);
                    Point2D at = screen(layout.curve(edge, layer.inputs(), layer.outputs()));
                    if (Math.abs(at.getX() - x) <= reach && Math.abs(at.getY() - y) <= reach) {
                        return Optional.of(edge);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<NetworkPart> partAt(double x, double y) {
        return unitAt(x, y).map(NetworkPart.class::cast).or(() -> edgeAt(x, y));
    }

    private Optional<Unit> unitAt(double x, double y) {
        if (network == null) {
            return Optional.empty();
        }
        for (int level = network.layers().size(); level >= 0; level--) {
            int units = network.units(level);
            for (int u = units - 1; u >= 0; u--) {
                if (screen(layout.node(level, u, units)).distance(x, y) <= 2 * NODE) {
                    return Optional.of(new Unit(level, u));
                }
            }
        }
        return Optional.empty();
    }

    private void press(MouseEvent event) {
        from = new Point2D(event.getX(), event.getY());
        held = partAt(event.getX(), event.getY()).orElse(null);
        draggedFar = false;
        requestFocus();
    }

    private void drag(MouseEvent event) {
        Point2D now = new Point2D(event.getX(), event.getY());
        if (from == null || event.getButton() != MouseButton.PRIMARY || !draggedFar && now.distance(from) < 3) {
            return;
        }
        draggedFar = true;
        if (held != null) {
            layout.put(held, place(now.getX(), now.getY()));
        } else {
            shift = shift.add(now.subtract(from));
            from = now;
        }
        repaint();
    }

    private void release(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        if (!draggedFar && held instanceof Edge edge) {
            onChoose.accept(edge);
        } else if (!draggedFar && held == null && event.getClickCount() == 2) {
            restore();
        }
        held = null;
    }

    /** Resets zoom and positions. */
    public void restore() {
        layout.reset();
        zoom = 1;
        shift = Point2D.ZERO;
        repaint();
    }

    private void scroll(ScrollEvent event) {
        if (!event.isControlDown() || event.getDeltaY() == 0) {
            return;
        }
        zoomAt(new Point2D(event.getX(), event.getY()), event.getDeltaY() > 0 ? WHEEL : 1 / WHEEL);
        event.consume();
    }

    private void zoomAt(Point2D centre, double factor) {
        double before = zoom;
        zoom = Math.clamp(zoom * factor, 1, MOST_ZOOM);
        shift = zoom == 1
                ? Point2D.ZERO
                : centre.subtract(centre.subtract(shift).multiply(zoom / before));
        repaint();
    }

    private void key(KeyEvent event) {
        if (network == null || event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        Edge edge = marked instanceof Edge chosen ? chosen : null;
        Point2D middle = new Point2D(getWidth() / 2, getHeight() / 2);
        switch (event.getCode()) {
            case LEFT -> onHover.accept(neighbour(event, -1, 0));
            case RIGHT -> onHover.accept(neighbour(event, 1, 0));
            case UP -> onHover.accept(neighbour(event, 0, 1));
            case DOWN -> onHover.accept(neighbour(event, 0, -1));
            case ENTER, SPACE -> {
                if (edge != null) {
                    onChoose.accept(edge);
                }
            }
            case PLUS, ADD, EQUALS -> zoomAt(middle, WHEEL);
            case MINUS, SUBTRACT -> zoomAt(middle, 1 / WHEEL);
            case DIGIT0, NUMPAD0 -> restore();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private NetworkPart neighbour(KeyEvent event, int right, int up) {
        return event.isShiftDown()
                ? network.neighbour(marked instanceof Unit unit ? unit : null, right, up)
                : network.neighbour(marked instanceof Edge edge ? edge : null, right, up);
    }

    /** The zoom factor, 1 to fit the view. */
    public double zoom() {
        return zoom;
    }

    /**
     * The layout of nodes and edge curves in a picture of width and height 1: inputs at the bottom, outputs at the top, and
     * between two levels a row of curves, input by input. Dragged items keep their positions.
     */
    private static final class NetworkLayout {

        private static final double MARGIN = 0.06;

        private final Map<NetworkPart, Point2D> dragged = new HashMap<>();
        private int levels = 2;
        private double names;

        /** Resets dragged positions. */
        void reset() {
            dragged.clear();
        }

        void setLevels(int count) {
            if (levels != count) {
                levels = count;
                dragged.clear();
            }
        }

        /** @param share of the height, for names of inputs that run upwards */
        void setNames(double share) {
            names = share;
        }

        void put(NetworkPart part, Point2D at) {
            dragged.put(part, at);
        }

        Point2D node(int level, int unit, int units) {
            return Optional.ofNullable(dragged.get(new Unit(level, unit)))
                    .orElseGet(() -> new Point2D((unit + 0.5) / units, row(level)));
        }

        Point2D curve(Edge edge, int inputs, int outputs) {
            return Optional.ofNullable(dragged.get(edge)).orElseGet(() -> {
                double place = (edge.input() * outputs + edge.output() + 0.5) / (inputs * outputs);
                return new Point2D(place, row(edge.layer() + 0.5));
            });
        }

        private double row(double level) {
            return 1 - MARGIN - names - (1 - 2 * MARGIN - names) * level / (levels - 1);
        }
    }
}
