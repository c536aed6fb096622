package org.kanworkbench.app.quantize;

/** What a tab says while it has nothing to show. */
final class Words {

    private Words() {}

    /** @param what is shown of a scheme that was measured and is selected */
    static String afterMeasuring(String what) {
        return "Press Measure, then select a scheme in the table to see " + what + " here.";
    }
}
