package org.kanworkbench.app.chart;

import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kanworkbench.plot.Scale;
import org.kordamp.ikonli.javafx.FontIcon;

/** A plot on a card, with its title and what can be done with it: log axis, reset of the zoom, export. */
public final class PlotCard extends VBox {

    private final LinePlot plot = new LinePlot();
    private final Label title = new Label();
    private final ToggleButton log = new ToggleButton("Log");
    private final Button reset = new Button(null, new FontIcon("mdi2m-magnify-minus-outline"));
    private final MenuButton export = new MenuButton(null, new FontIcon("mdi2t-tray-arrow-down"));
    private Consumer<PlotExport> onExport = _ -> {};

    public PlotCard() {
        getStyleClass().addAll("card", "plot-card");
        title.getStyleClass().add("type-section");
        log.getStyleClass().addAll("small", "plot-log");
        log.setTooltip(new Tooltip("Logarithmic axis"));
        log.selectedProperty().subscribe(this::useScale);
        reset.getStyleClass().addAll("flat", "button-icon");
        reset.setTooltip(new Tooltip("Show all again (double click)"));
        reset.setAccessibleText("Reset zoom");
        reset.setOnAction(_ -> plot.zoomProperty().set(null));
        reset.visibleProperty().bind(plot.zoomProperty().isNotNull());
        export.getStyleClass().addAll("flat", "button-icon", "no-arrow");
        export.setTooltip(new Tooltip("Export"));
        export.setAccessibleText("Export");
        for (PlotExport.Format format : PlotExport.Format.values()) {
            MenuItem item = new MenuItem("As " + format.name() + "…");
            item.setOnAction(_ -> onExport.accept(new PlotExport(plot, format)));
            export.getItems().add(item);
        }
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(title, space, reset, log, export);
        head.getStyleClass().add("plot-head");
        VBox.setVgrow(plot, Priority.ALWAYS);
        getChildren().addAll(head, plot);
    }

    private void useScale(boolean logarithmic) {
        plot.scaleProperty().set(!logarithmic ? Scale.LINEAR : plot.isPercent() ? Scale.LOG_ERROR : Scale.LOG);
    }

    public LinePlot plot() {
        return plot;
    }

    /** What is done with an export that was asked for. */
    public void setOnExport(Consumer<PlotExport> handler) {
        onExport = handler;
    }

    public String getTitle() {
        return title.getText();
    }

    public void setTitle(String text) {
        title.setText(text);
        plot.setAccessibleText(text);
    }

    /** Prefix of the ids of plot and buttons. */
    public void setName(String name) {
        plot.setId(name + "-plot");
        log.setId(name + "-log");
        reset.setId(name + "-reset");
        export.setId(name + "-export");
    }

    public String getName() {
        return plot.getId().replace("-plot", "");
    }

    public String getXTitle() {
        return plot.getXTitle();
    }

    public void setXTitle(String text) {
        plot.setXTitle(text);
    }

    public String getYTitle() {
        return plot.getYTitle();
    }

    public void setYTitle(String text) {
        plot.setYTitle(text);
    }

    public boolean isPercent() {
        return plot.isPercent();
    }

    public void setPercent(boolean shares) {
        plot.setPercent(shares);
    }

    public boolean isLog() {
        return log.isSelected();
    }

    public void setLog(boolean logarithmic) {
        log.setSelected(logarithmic);
    }
}
