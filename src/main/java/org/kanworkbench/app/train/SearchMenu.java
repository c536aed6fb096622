package org.kanworkbench.app.train;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.ContextMenuEvent;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.train.settings.LayerSizesRow;
import org.kanworkbench.network.basis.BasisParameter;
import org.kanworkbench.search.setting.Searchable;
import org.kanworkbench.training.Configuration;

/** The context menu of the settings that can be searched, which adds them to the space of a search. */
final class SearchMenu {

    private final TrainViewModel viewModel;
    private final Consumer<Searchable> search;
    private final ContextMenu menu = new ContextMenu();

    private SearchMenu(TrainViewModel viewModel, Consumer<Searchable> search) {
        this.viewModel = viewModel;
        this.search = search;
    }

    /** @param search adds a setting to the space, and goes there */
    static void install(Node inspector, TrainViewModel viewModel, Consumer<Searchable> search) {
        SearchMenu menu = new SearchMenu(viewModel, search);
        inspector.addEventFilter(ContextMenuEvent.CONTEXT_MENU_REQUESTED, menu::asked);
    }

    private void asked(ContextMenuEvent event) {
        TextField typed = null;
        for (Node at = (Node) event.getTarget(); at != event.getSource(); at = at.getParent()) {
            typed = at instanceof TextField field ? field : typed;
            Optional<Searchable> setting = setting(at);
            if (setting.isPresent()) {
                MenuItem item = new ActionItem("Search over this…", () -> search.accept(setting.get()));
                menu.getItems().setAll(item);
                if (typed != null) {
                    // Its own menu would have these.
                    menu.getItems()
                            .addAll(List.of(
                                    new SeparatorMenuItem(),
                                    new ActionItem("Cut", typed::cut),
                                    new ActionItem("Copy", typed::copy),
                                    new ActionItem("Paste", typed::paste)));
                }
                menu.show(at, event.getScreenX(), event.getScreenY());
                event.consume();
                return;
            }
        }
    }

    private Optional<Searchable> setting(Node row) {
        return switch (row) {
            case LayerSizesRow _ -> Optional.of(Searchable.HIDDEN);
            case FieldRow field when field.getName().equals(order()) -> Optional.of(Searchable.ORDER);
            case FieldRow field ->
                Searchable.ALL.stream()
                        .filter(setting -> setting.field()
                                .map(known -> known.name().equals(field.getName()))
                                .orElse(setting.equals(Searchable.PRESET)
                                        && setting.name().equals(field.getName())))
                        .findFirst();
            default -> Optional.empty();
        };
    }

    /** The name of what a search calls the order: the first parameter of the basis. */
    private String order() {
        Configuration shown = viewModel.editor.configurationProperty().get();
        List<BasisParameter> parameters = shown == null
                ? List.of()
                : shown.network().layers().getFirst().basis().parameters();
        return parameters.isEmpty() ? "" : parameters.getFirst().name();
    }
}
