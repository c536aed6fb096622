package org.kanworkbench.app.randomuser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;
import javafx.stage.PopupWindow;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.kanworkbench.app.randomuser.Target.Kind;

/** What can be clicked, typed into, dragged and scrolled now, in the order of the scene graph. For the interface thread. */
final class Targets {

    /** What would take too long, needs the network, or is left to other steps of the walk. */
    private static final List<String> SPARED = List.of("Fashion", "Download", "ND4J", "Nd4j", "DL4J", "Deeplearning4j");

    private static final Set<String> SPARED_IDS = Set.of("close-anyway", "data-mnist");

    private final Map<String, Target> found = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final boolean popup;

    /** @param stage whose popups count too: while there is one, it comes first */
    Targets(Stage stage) {
        List<Window> popups = Window.getWindows().stream()
                .filter(window -> window instanceof PopupWindow && window.isShowing() && !isTooltip(window))
                .toList();
        popups.forEach(window -> visit(window.getScene().getRoot(), "popup"));
        popup = !found.isEmpty();
        visit(stage.getScene().getRoot(), "");
    }

    private static boolean isTooltip(Window window) {
        return window instanceof javafx.scene.control.Tooltip;
    }

    /** Whether a menu or a list of choices is open. */
    boolean popupOpen() {
        return popup;
    }

    List<Target> all() {
        return List.copyOf(found.values());
    }

    /** Null where there is none of that path now. */
    Target at(String path) {
        return found.get(path);
    }

    private void visit(Node node, String above) {
        if (!node.isVisible() || node.isDisabled() || node.getOpacity() == 0) {
            return;
        }
        Kind kind = kind(node);
        String path = node.getId() == null ? above : numbered("#" + node.getId());
        if (kind != null && hasSize(node) && !spared(node)) {
            String own = node.getId() == null ? numbered(above + "/" + name(node)) : path;
            found.put(own, new Target(node, kind, own, label(node, own)));
        }
        if (node instanceof Parent parent
                && (kind == null || kind == Kind.SCROLL || kind == Kind.CELL || kind == Kind.TAB)) {
            for (Node child : new ArrayList<>(parent.getChildrenUnmodifiable())) {
                visit(child, path);
            }
        }
    }

    private String numbered(String path) {
        int count = counts.merge(path, 1, Integer::sum);
        return count == 1 ? path : path + "[" + count + "]";
    }

    private static String name(Node node) {
        String text = node instanceof Labeled labeled && labeled.getText() != null ? labeled.getText() : "";
        String type = node.getClass().getSimpleName();
        // An anonymous class has no name; a style class says more.
        String called = type.isEmpty() && !node.getStyleClass().isEmpty()
                ? node.getStyleClass().getLast()
                : type;
        return called + (text.isEmpty() || text.length() > 30 ? "" : "'" + text + "'");
    }

    private static String label(Node node, String path) {
        if (node instanceof Labeled labeled
                && labeled.getText() != null
                && !labeled.getText().isBlank()) {
            return "\"" + labeled.getText() + "\"";
        }
        if (node.getStyleClass().contains("menu-item") || node.getStyleClass().contains("menu")) {
            return "\"" + words((Parent) node).strip() + "\"";
        }
        String read = node.getAccessibleText();
        return read != null && !read.isBlank()
                ? "\"" + read + "\""
                : path.substring(Math.max(0, path.lastIndexOf('/')));
    }

    private static boolean hasSize(Node node) {
        return node.getLayoutBounds().getWidth() > 2 && node.getLayoutBounds().getHeight() > 2;
    }

    private static boolean spared(Node node) {
        String said = node instanceof Labeled labeled ? labeled.getText() : null;
        if (node.getStyleClass().contains("menu-item")) {
            said = words((Parent) node);
        }
        String words = said;
        return node.getId() != null && SPARED_IDS.contains(node.getId())
                || words != null
                        && (SPARED.stream().anyMatch(words::contains)
                                || words.strip().equals("MNIST"));
    }

    /** What a line of a menu says. */
    private static String words(Parent line) {
        StringBuilder words = new StringBuilder();
        for (Node child : line.getChildrenUnmodifiable()) {
            if (child instanceof Labeled labeled && labeled.getText() != null) {
                words.append(labeled.getText()).append(' ');
            }
        }
        return words.toString();
    }

    private static Kind kind(Node node) {
        Kind byStyle = kindByStyle(node);
        if (byStyle != null) {
            return byStyle;
        }
        return switch (node) {
            case ToggleButton _, CheckBox _ -> Kind.TOGGLE;
            case MenuButton _ -> Kind.MENU;
            case ButtonBase _ -> Kind.BUTTON;
            case TextInputControl field -> field.isEditable() ? Kind.FIELD : null;
            case ComboBoxBase<?> _ -> Kind.COMBO;
            case Slider _ -> Kind.SLIDER;
            case ScrollPane _ -> Kind.SCROLL;
            case IndexedCell<?> cell -> cell.isEmpty() ? null : Kind.CELL;
            case Region region -> picture(region) ? Kind.PICTURE : null;
            default -> null;
        };
    }

    private static Kind kindByStyle(Node node) {
        if (node.getStyleClass().contains("menu-item") || node.getStyleClass().contains("menu")) {
            return Kind.ITEM;
        }
        if (node.getStyleClass().contains("column-header")
                && node.getStyleClass().contains("table-column")) {
            return Kind.HEADER;
        }
        return node.getStyleClass().contains("tab") && !(node instanceof Control) ? Kind.TAB : null;
    }

    /** What the workbench draws itself, or listens to the mouse upon. */
    private static boolean picture(Region region) {
        return !(region instanceof Control)
                && (region.getClass().getName().startsWith("org.kanworkbench")
                                && region.getChildrenUnmodifiable().stream().anyMatch(Canvas.class::isInstance)
                        || region.getOnMouseClicked() != null
                        || region.getOnMousePressed() != null);
    }
}
