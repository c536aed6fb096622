package org.kanworkbench.app.quantize;

/** Placeholder texts of tabs without content. */
final class Words {

    private Words() {}

    /** @param what is shown of a scheme that was measured and is selected */
    static String afterMeasuring(String what) {
        return "Select a scheme in the table that has been measured to see " + what + " here.";
    }
}
