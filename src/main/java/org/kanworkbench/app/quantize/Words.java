package org.kanworkbench.app.quantize;

/** Placeholder texts of tabs without content. */
final class Words {

    private Words() {}

    /** @param what is shown of a scheme that was measured and is selected */
    static String afterMeasuring(String what) {
        return "Press Measure, then select a scheme in the table to see " + what + " here.";
    }
}
