package org.kanworkbench.app.shell.cards;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Tooltip;
import org.kanworkbench.app.controls.TickItem;
import org.kanworkbench.app.controls.layout.LiveScrollPane;
import org.kanworkbench.app.controls.layout.SideBySide;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.pane.WorkbenchPane;

/** Collects the actions of a pane from its buttons, menus and settings, so that the list is always up to date. */
public final class ActionHarvest {

    /** Keys at a tooltip's end. */
    private static final Pattern KEYS = Pattern.compile("\\((Ctrl\\+[^)]+|F\\d+|Esc|Space|Delete)\\)\\s*$");

    private final String place;
    private final Runnable front;
    private final List<PaletteAction> found = new ArrayList<>();
    /** Which one of several cards of a kind is visited; empty outside them. */
    private String card = "";

    private ActionHarvest(String place, Runnable front) {
        this.place = place;
        this.front = front;
    }

    /** @param front brings the pane to the front */
    public static List<PaletteAction> of(WorkbenchPane pane, Runnable front) {
        ActionHarvest harvest = new ActionHarvest(pane.face().title(), front);
        // First, as it makes what is only made when somebody wants it.
        List<WorkbenchPane.Find> finds = pane.finds();
        pane.actions().forEach(harvest::visit);
        // Also that of a pane that is not in front, which is hidden as a whole.
        harvest.walk(pane.content());
        finds.forEach(found -> harvest.add(found.name(), "", found.run()));
        return harvest.found;
    }

    private void visit(Node node) {
        // What a menu has is found while it cannot be done, too: its place tells why.
        if (node.isVisible() && (node instanceof MenuButton || !node.isDisabled())) {
            walk(node);
        }
    }

    private void walk(Node node) {
        switch (node) {
            case FieldRow row -> add(row.getLabel(), "", () -> lead(row.control()));
            case MenuButton menu -> visit(menu);
            case ButtonBase button -> visit(button);
            case ScrollPane scroll when scroll.getContent() != null -> visit(scroll.getContent());
            case SplitPane split -> split.getItems().forEach(this::visit);
            // What is folded away is hidden by its own node, and is shown when somebody goes there.
            case TitledPane titled
            when titled.getContent() instanceof Parent folded ->
                folded.getChildrenUnmodifiable().forEach(this::visit);
            case TabPane tabs -> tabs.getTabs().forEach(tab -> visit(tabs, tab));
            case Label title
            when title.getStyleClass().contains("type-section") ->
                add("Go to " + title.getText(), "", () -> lead(card(title)));
            case Control _ -> {}
            case SideBySide named
            when named.getAccessibleText() != null -> {
                card = named.getAccessibleText();
                named.getChildrenUnmodifiable().forEach(this::visit);
                card = "";
            }
            case Parent parent -> parent.getChildrenUnmodifiable().forEach(this::visit);
            default -> {}
        }
    }

    /** What a title is of. */
    private static Node card(Node title) {
        for (Node at = title; at != null; at = at.getParent()) {
            if (at.getStyleClass().contains("card")) {
                return at;
            }
        }
        return title;
    }

    private void visit(MenuButton menu) {
        String purpose = purpose(menu);
        menu.getItems().forEach(item -> visit(item, menu, purpose));
        if (!purpose.isEmpty() && menu.getItems().stream().anyMatch(TickItem.class::isInstance)) {
            // Several are ticked, so they are chosen there.
            add(purpose.substring(0, purpose.length() - 2), "", () -> {
                lead(menu);
                open(menu);
            });
        }
    }

    private void visit(ButtonBase button) {
        Tooltip tooltip = button.getTooltip();
        String hint = tooltip == null ? "" : tooltip.getText();
        Matcher keys = KEYS.matcher(hint);
        String named =
                button.getText() == null || button.getText().isBlank() ? button.getAccessibleText() : button.getText();
        String name = named == null || named.isBlank()
                ? KEYS.matcher(hint).replaceFirst("").strip()
                : named;
        if (!button.getStyleClass().contains("field-reset")) {
            add(name, keys.find() ? keys.group(1) : "", button::fire);
        }
    }

    /**
     * What a menu is for, for instance {@code Data: }, where its text is what was chosen last, it has an icon alone, or its
     * items say nothing without its text; else empty.
     */
    private static String purpose(MenuButton menu) {
        String named = menu.getAccessibleText();
        if (named != null && (menu.getText() == null || menu.getText().isBlank() || named.equals(menu.getText()))) {
            return named + ": ";
        }
        return named != null && named.endsWith(": " + menu.getText())
                ? named.substring(0, named.length() - menu.getText().length())
                : "";
    }

    /** @param purpose of the menu that it is in, before its name */
    private void visit(MenuItem item, MenuButton host, String purpose) {
        if (!item.isVisible() || item.getText() == null) {
            return;
        }
        switch (item) {
            case Menu menu -> {
                String inner = purpose.isEmpty() ? menu.getText() + ": " : purpose;
                menu.getItems().forEach(one -> visit(one, host, inner));
            }
            case CheckMenuItem check ->
                add(purpose, check, host, () -> {
                    check.setSelected(!check.isSelected());
                    check.fire();
                });
            case RadioMenuItem radio ->
                add(purpose, radio, host, () -> {
                    radio.setSelected(true);
                    radio.fire();
                });
            default -> add(purpose, item, host, item::fire);
        }
    }

    /** What cannot be done when it is chosen is shown at its place: it may have been found while data were being loaded. */
    private void add(String purpose, MenuItem item, MenuButton host, Runnable run) {
        add(purpose + item.getText(), "", () -> {
            boolean barred = host.isDisabled();
            for (MenuItem at = item; at != null; at = at.getParentMenu()) {
                barred |= at.isDisable();
            }
            if (barred) {
                open(host);
            } else {
                run.run();
            }
        });
    }

    private static void open(MenuButton menu) {
        menu.requestFocus();
        if (!menu.isDisabled()) {
            menu.show();
        }
    }

    private void visit(TabPane tabs, Tab tab) {
        add(tab.getText(), "", () -> tabs.getSelectionModel().select(tab));
        if (tab.isSelected() && tab.getContent() != null) {
            visit(tab.getContent());
        }
    }

    private void add(String label, String keys, Runnable run) {
        String name = label == null || label.endsWith(card) ? label : label + "  ·  " + card;
        if (name == null
                || name.isBlank()
                || found.stream().anyMatch(action -> action.name().equals(name))) {
            return;
        }
        found.add(new PaletteAction(place, name, keys, () -> {
            front.run();
            run.run();
        }));
    }

    /** Brings a control into sight and the keyboard to it. */
    private static void lead(Node control) {
        for (Parent above = control.getParent(); above != null; above = above.getParent()) {
            if (above instanceof TitledPane titled) {
                titled.setExpanded(true);
            }
        }
        // It has no place before it is laid out.
        control.getScene().getRoot().applyCss();
        control.getScene().getRoot().layout();
        LiveScrollPane.reveal(control);
        control.requestFocus();
    }
}
