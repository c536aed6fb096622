package org.kanworkbench.explain;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.network.stem.PositionalEncoding;
import org.kanworkbench.network.stem.Stem;

/**
 * What the inputs and outputs of a layer are called, counted from 1 as layers are, and where its inputs lie in a map: as the
 * pixels of a picture, or of the channels after convolutions, where they are those, below each other where they are few, else
 * row by row in the smallest square that holds them.
 *
 * @param maps of which the inputs are the pixels
 * @param raw whether the inputs are the network's
 * @param scaling columns of the table that are the network's inputs, standardised; empty for others
 * @param named what the network's outputs are called
 */
public record LayerNames(
        int layer,
        int layers,
        int inputs,
        Optional<Maps> maps,
        boolean raw,
        Optional<ColumnScaling> scaling,
        List<String> named) {

    /** Inputs that can be read below each other. */
    private static final int MOST_LISTED = 24;

    /**
     * Maps of one size: the channels of a picture below each other, or those after convolutions side by side, too. Inputs are
     * ordered by channel, then row, then column.
     *
     * @param across how many channels lie side by side
     */
    public record Maps(int channels, int height, int width, int across) {

        private int pixels() {
            return height * width;
        }

        private int row(int input) {
            return input / pixels() / across * height + input % pixels() / width;
        }

        private int column(int input) {
            return input / pixels() % across * width + input % width;
        }

        /** Negative for none. */
        private int at(int row, int column) {
            int channel = row / height * across + column / width;
            return column < across * width && channel < channels
                    ? channel * pixels() + row % height * width + column % width
                    : -1;
        }
    }

    private static final List<String> COLOURS = List.of("red", "green", "blue");

    public static LayerNames of(
            NetworkSpec network,
            int layer,
            Optional<ImageShape> image,
            Optional<ColumnScaling> columnScaling,
            Target target) {
        int inputs = network.layers().get(layer).inputs();
        boolean raw = layer == 0 && network.stem().label().isEmpty();
        Optional<Maps> maps = raw
                ? image.filter(shape -> shape.values() == inputs)
                        .map(shape -> new Maps(shape.colours(), shape.height(), shape.width(), 1))
                : features(network.stem()).filter(_ -> layer == 0 && inputs > MOST_LISTED);
        List<String> named = switch (target) {
            case Target.Classes classes ->
                classes.names().stream().map(name -> "class " + name).toList();
            case Target.Numbers numbers -> numbers.names();
        };
        Optional<ColumnScaling> table =
                columnScaling.filter(it -> raw && maps.isEmpty() && it.columns().size() == inputs);
        return new LayerNames(layer, network.layers().size(), inputs, maps, raw, table, named);
    }

    private static Optional<Maps> features(Stem stem) {
        return switch (stem) {
            case Convolutions plain -> Optional.of(features(plain.height(), plain.width(), plain.channels()));
            case KanConvolutions kernels ->
                Optional.of(features(kernels.height(), kernels.width(), kernels.channels()));
            case NoStem _, PositionalEncoding _ -> Optional.empty();
        };
    }

    /** Each stage halves height and width. */
    private static Maps features(int height, int width, List<Integer> channels) {
        int stages = channels.size();
        int last = channels.getLast();
        return new Maps(last, height >> stages, width >> stages, (int) Math.ceil(Math.sqrt(last)));
    }

    /** Whether the map is a list, as there are few inputs and no picture. */
    public boolean listed() {
        return maps.isEmpty() && columns() == 1;
    }

    /** Whether the inputs are pixels. */
    public boolean image() {
        return raw && maps.isPresent();
    }

    /** Number of columns of the map. */
    public int columns() {
        int square = (int) Math.ceil(Math.sqrt(inputs));
        return maps.map(of -> of.across() * of.width()).orElse(inputs <= MOST_LISTED ? 1 : square);
    }

    /** Number of rows of the map. */
    public int rows() {
        return maps.map(of -> Math.ceilDiv(of.channels(), of.across()) * of.height())
                .orElseGet(() -> Math.ceilDiv(inputs, columns()));
    }

    public int row(int input) {
        return maps.map(of -> of.row(input)).orElseGet(() -> input / columns());
    }

    public int column(int input) {
        return maps.map(of -> of.column(input)).orElseGet(() -> input % columns());
    }

    /** The input at a place of the map; negative for none. */
    public int at(int row, int column) {
        if (row < 0 || column < 0 || row >= rows() || column >= columns()) {
            return -1;
        }
        int plain = row * columns() + column;
        return maps.map(of -> of.at(row, column)).orElse(plain < inputs ? plain : -1);
    }

    /**
     * For instance {@code (14, 10)} for a pixel by row and column, {@code ch9 (0, 6)} for one of the ninth channel after
     * convolutions, a table's column, {@code x3} or {@code h3}.
     */
    public String input(int input) {
        if (scaling.isPresent()) {
            return scaling.get().columns().get(input).name();
        }
        return maps.map(of -> {
                    int channel = input / of.pixels();
                    String place = "(" + row(input) % of.height() + ", " + input % of.width();
                    boolean coloured = raw && of.channels() == COLOURS.size();
                    return (raw ? "" : "ch" + (channel + 1) + " ")
                            + place
                            + (coloured ? ", " + COLOURS.get(channel) : "")
                            + ")";
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
