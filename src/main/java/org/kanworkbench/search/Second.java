package org.kanworkbench.search;

import java.util.Locale;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.training.ScoreText;

/** A second objective, to be as small as possible beside the validation score. */
public enum Second {
    PARAMETERS("Parameters"),
    BYTES("Bytes"),
    /** Of the training, in seconds; the only one that is not the same on every machine. */
    TIME("Training time");

    private final String label;

    Second(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** The name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A value as it is written: counts are whole. */
    public Number number(double value) {
        return this == TIME ? (Number) value : (Number) (long) value;
    }

    /** A value as it is read: counts are whole, a time is in seconds, short ones to three digits. */
    public String text(double value) {
        if (this == TIME && value < 10) {
            return ScoreText.significant(value, 3) + " s";
        }
        return String.format(Locale.ROOT, this == TIME ? "%,.1f s" : "%,.0f", value);
    }

    /** What follows a count. */
    String unit() {
        return this == TIME ? "" : " " + word();
    }

    /**
     * @param trained which refinement or pruning may have made another than the one that training began with
     * @param seconds of the training
     */
    double of(NetworkSpec trained, double seconds) {
        return switch (this) {
            case PARAMETERS -> trained.parameters();
            case BYTES -> trained.bytes();
            case TIME -> seconds;
        };
    }
}
