package org.kanworkbench.app.quantize;

import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.ScoreText;

/** Texts of the pane. */
final class Words {

    static final String INTEGERS = "int8 weights exist only in the ONNX model: export it.";

    private Words() {}

    /** For instance {@code 98.31 %} or {@code RMSE 0.01234}. */
    static String score(Evaluation evaluation) {
        String score = ScoreText.of(evaluation.measure(), evaluation.score());
        return switch (evaluation.measure()) {
            case ACCURACY -> score;
            case RMSE -> ScoreText.name(evaluation.measure()) + " " + score;
        };
    }

    /** @param what is shown of a scheme that was measured and is selected */
    static String afterMeasuring(String what) {
        return "Select a scheme in the table that has been measured to see " + what + " here.";
    }
}
