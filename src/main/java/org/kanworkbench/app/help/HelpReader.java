package org.kanworkbench.app.help;

import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import org.kanworkbench.app.controls.ModalCard;

/** The card in which the pages are read. */
public final class HelpReader {

    private final Consumer<String> browse;

    @FXML
    private ModalCard reader;

    @FXML
    private ListView<HelpPage> pages;

    @FXML
    private ScrollPane scroll;

    /** @param browse opens an address outside of the workbench */
    public HelpReader(Consumer<String> browse) {
        this.browse = browse;
    }

    @FXML
    private void initialize() {
        pages.getItems().setAll(HelpPage.ALL);
        pages.setCellFactory(_ -> new ListCell<>() {
            @Override
            protected void updateItem(HelpPage page, boolean empty) {
                super.updateItem(page, empty);
                setText(empty ? null : page.title());
            }
        });
        pages.getSelectionModel().selectedItemProperty().addListener((_, _, page) -> show(page));
    }

    private void show(HelpPage page) {
        if (page != null) {
            scroll.setContent(PageView.of(page.markdown(), this::follow));
            scroll.setVvalue(0);
        }
    }

    /** Pages of the reader are turned to, what is elsewhere is browsed. */
    private void follow(String destination) {
        HelpPage.at(destination).ifPresentOrElse(this::open, () -> browse.accept(destination));
    }

    public void open(HelpPage page) {
        reader.open();
        pages.getSelectionModel().select(page);
        pages.requestFocus();
    }
}
