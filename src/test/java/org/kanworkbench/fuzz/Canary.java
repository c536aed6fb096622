package org.kanworkbench.fuzz;

/** A class that hostile files name. Nothing may load it. */
public final class Canary {

    private Canary() {}
}
