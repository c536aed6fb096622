package org.kanworkbench.app.session;

import java.util.List;
import org.kanworkbench.app.work.Problem;

/**
 * A notice shown over the panes, without moving them.
 *
 * @param text one or two sentences
 * @param actions what can be done about it, a button each
 * @param stays whether it stays until somebody closes it or acts; else it goes by itself
 */
public record Notice(String text, List<Action> actions, boolean stays) {

    /** @param label a word or two */
    public record Action(String label, Runnable run) {}

    public Notice {
        actions = List.copyOf(actions);
    }

    /** A success notice. */
    public static Notice of(String text) {
        return new Notice(text, List.of(), false);
    }

    /** A problem that its pane's card alone would not tell. */
    public static Notice of(Problem problem) {
        return asking(problem.what() + ": " + problem.details());
    }

    /** A notice that requires a decision. */
    public static Notice asking(String text, Action... actions) {
        return new Notice(text, List.of(actions), true);
    }
}
