package org.kanworkbench.explain;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.NetworkSpec;

/**
 * What the inputs and outputs of a layer are called, counted from 1 as layers are, and where its inputs lie in a map: as the
 * pixels of a picture where they are those, below each other where they are few, else row by row in the
 * smallest square that holds them.
 *
 * @param picture of which the inputs are the pixels; its channels lie below each other
 * @param scaling columns of the table that are the network's inputs, standardised; empty for others
 * @param named what the network's outputs are called
 */
public record LayerNames(
        int layer,
        int layers,
        int inputs,
        int columns,
        Optional<ImageShape> picture,
        boolean raw,
        Optional<ColumnScaling> scaling,
        List<String> named) {

    /** Inputs that can be read below each other. */
    private static final int MOST_LISTED = 24;

    private static final List<String> COLOURS = List.of("red", "green", "blue");

    public static LayerNames of(
            NetworkSpec network,
            int layer,
            Optional<ImageShape> image,
            Optional<ColumnScaling> columnScaling,
            Target target) {
        int inputs = network.layers().get(layer).inputs();
        boolean raw = layer == 0 && network.stem().label().isEmpty();
        Optional<ImageShape> pixels = image.filter(shape -> raw && shape.values() == inputs);
        List<String> named = switch (target) {
            case Target.Classes classes ->
                classes.names().stream().map(name -> "class " + name).toList();
            case Target.Numbers numbers -> numbers.names();
        };
        Optional<ColumnScaling> table = columnScaling.filter(
                it -> raw && pixels.isEmpty() && it.columns().size() == inputs);
        int square = (int) Math.ceil(Math.sqrt(inputs));
        int columns = pixels.map(ImageShape::width).orElse(inputs <= MOST_LISTED ? 1 : square);
        return new LayerNames(layer, network.layers().size(), inputs, columns, pixels, raw, table, named);
    }

    /** Whether the map is a list, as there are few inputs and no picture. */
    public boolean listed() {
        return !image() && columns == 1;
    }

    /** Whether the inputs are pixels. */
    public boolean image() {
        return picture.isPresent();
    }

    /** Number of rows of the map. */
    public int rows() {
        return (inputs + columns - 1) / columns;
    }

    public int row(int input) {
        return input / columns;
    }

    public int column(int input) {
        return input % columns;
    }

    /** For instance {@code (14, 10)} for a pixel by row and column, a table's column, {@code x3} or {@code h3}. */
    public String input(int input) {
        if (scaling.isPresent()) {
            return scaling.get().columns().get(input).name();
        }
        return picture.map(shape -> {
                    String colour =
                            shape.colours() == COLOURS.size() ? ", " + COLOURS.get(row(input) / shape.height()) : "";
                    return "(" + row(input) % shape.height() + ", " + column(input) + colour + ")";
                })
                .orElse((raw ? "x" : "h") + (input + 1));
    }

    /** Title of the axis of an edge function's input. */
    public String axis() {
        return "input x" + (scaling.isPresent() ? " (standardised)" : "");
    }

    /** For instance {@code h17}, or the name of a class or a number in the last layer. */
    public String output(int output) {
        if (layer < layers - 1) {
            return "h" + (output + 1);
        }
        return output < named.size() ? named.get(output) : "output " + (output + 1);
    }

    public String edge(Edge edge) {
        return (image() ? "pixel " : "") + input(edge.input()) + " → " + output(edge.output());
    }
}
