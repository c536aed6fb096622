package org.kanworkbench.runs;

/** The kind of a stored run. */
public enum RunKind {
    TRAINING("epoch"),
    SWEEP("fit"),
    QUANTISATION("scheme"),
    /** A search for a formula; how many stages it takes is not known before. */
    FORMULA("stage"),
    /** A search for settings; its trials are trainings of their own. */
    SEARCH("trial"),
    /** A model that was trained elsewhere. */
    IMPORTED("part");

    private final String part;

    RunKind(String part) {
        this.part = part;
    }

    /** What its progress is counted in, one of them. */
    public String part() {
        return part;
    }
}
