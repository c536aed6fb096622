package org.kanworkbench.app.shell;

import java.util.List;
import java.util.Locale;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyEvent;

/** Chooses in whichever drop-down has the keyboard by the letters that are typed: first what begins with them, else what holds them. */
final class TypeAhead {

    /** Letters that come later begin anew. */
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final StringBuilder letters = new StringBuilder();
    private long at;

    private TypeAhead() {}

    static void install(Scene scene) {
        TypeAhead ahead = new TypeAhead();
        scene.focusOwnerProperty().addListener(_ -> ahead.letters.setLength(0));
        scene.addEventFilter(KeyEvent.KEY_TYPED, event -> {
            if (scene.getFocusOwner() instanceof ComboBox<?> box && !box.isEditable() && ahead.typed(box, event)) {
                event.consume();
            }
        });
    }

    private boolean typed(ComboBox<?> box, KeyEvent event) {
        String letter = event.getCharacter();
        if (event.isShortcutDown() || event.isAltDown() || letter.isEmpty() || letter.charAt(0) < ' ') {
            return false;
        }
        long now = System.nanoTime();
        if (now - at > PAUSE_NANOS) {
            letters.setLength(0);
        }
        if (letters.isEmpty() && letter.isBlank()) {
            // The space bar opens the list.
            return false;
        }
        at = now;
        letters.append(letter.toLowerCase(Locale.ROOT));
        choose(box);
        return true;
    }

    private <T> void choose(ComboBox<T> box) {
        List<String> labels =
                box.getItems().stream().map(item -> label(box, item)).toList();
        String sought = letters.toString();
        boolean again = sought.chars().distinct().count() == 1;
        // The same letter once more leads to the next.
        int from = again ? box.getSelectionModel().getSelectedIndex() + 1 : 0;
        int found = first(labels, again ? sought.substring(0, 1) : sought, from);
        if (found >= 0) {
            box.getSelectionModel().select(found);
        }
    }

    private static int first(List<String> labels, String sought, int from) {
        int holds = -1;
        for (int i = 0; i < labels.size(); i++) {
            int at = (from + i) % labels.size();
            if (labels.get(at).startsWith(sought)) {
                return at;
            }
            holds = holds < 0 && labels.get(at).contains(sought) ? at : holds;
        }
        return holds;
    }

    private static <T> String label(ComboBox<T> box, T item) {
        String label = box.getConverter() == null
                ? String.valueOf(item)
                : box.getConverter().toString(item);
        return label == null ? "" : label.toLowerCase(Locale.ROOT);
    }
}
