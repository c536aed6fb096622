package org.kanworkbench.app.randomuser;

import java.util.Locale;

/**
 * One thing that the random user does, complete enough to be done again in another window.
 *
 * @param target where, see {@link Targets}; empty for what is done to the whole window
 * @param label what a person calls the target
 * @param words what is typed, or the key that is pressed
 * @param x share of the target's width, or pixels of the window
 * @param y share of the target's height, or pixels of the window
 * @param luck decides what a file dialog that opens is answered with
 */
record Step(Act act, String target, String label, String words, double x, double y, double toX, double toY, long luck) {

    enum Act {
        CLICK,
        DOUBLE_CLICK,
        RIGHT_CLICK,
        HOVER,
        DRAG,
        WHEEL,
        TYPE,
        KEY,
        RESIZE,
        DROP_FILE,
        RESTART
    }

    static Step at(Act act, Target target, double x, double y, double toX, double toY, long luck) {
        return new Step(act, target.path(), target.label(), "", x, y, toX, toY, luck);
    }

    static Step typing(Target target, String words, long luck) {
        return new Step(Act.TYPE, target.path(), target.label(), words, 0.5, 0.5, 0, 0, luck);
    }

    static Step key(String combination, long luck) {
        return new Step(Act.KEY, "", "", combination, 0, 0, 0, 0, luck);
    }

    static Step of(Act act, String words, double x, double y, long luck) {
        return new Step(act, "", "", words, x, y, 0, 0, luck);
    }

    /** As a person would be told to do it. */
    @Override
    public String toString() {
        String at = label + " (" + target + ")";
        return switch (act) {
            case CLICK -> "click " + at + where();
            case DOUBLE_CLICK -> "double-click " + at + where();
            case RIGHT_CLICK -> "right-click " + at + where();
            case HOVER -> "move the pointer over " + at + where();
            case DRAG ->
                String.format(Locale.ROOT, "drag in %s%s to %.0f %%, %.0f %%", at, where(), 100 * toX, 100 * toY);
            case WHEEL -> String.format(Locale.ROOT, "turn the wheel by %.0f over %s%s", toY, at, where());
            case TYPE -> "type \"" + words + "\" into " + at;
            case KEY -> "press " + words;
            case RESIZE -> String.format(Locale.ROOT, "make the window %.0f × %.0f", x, y);
            case DROP_FILE -> "drop " + words + " on the window";
            case RESTART -> "close the window (\"Close anyway\" where it asks) and start again";
        };
    }

    private String where() {
        return Math.abs(x - 0.5) < 0.01 && Math.abs(y - 0.5) < 0.01
                ? ""
                : String.format(Locale.ROOT, " at %.0f %%, %.0f %% of it", 100 * x, 100 * y);
    }
}
