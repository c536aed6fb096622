package org.kanworkbench.app.chart.card;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.controls.IconButton;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.training.Measure;

/** A plot on a card, with what else can be done with it: log axis, reset of the zoom. */
public final class PlotCard extends PictureCard {

    private LinePlot plot;
    /** Empty until it is offered for export. */
    private Optional<PictureFiles> export = Optional.empty();

    private final ToggleButton log = Styled.of(new ToggleButton("Log"), "small", "plot-log");
    private final Button reset = new IconButton("mdi2m-magnify-minus-outline", "Show all again (double click)");

    public PlotCard() {
        super("plot-card");
        log.setMinWidth(Region.USE_PREF_SIZE);
        log.setTooltip(new Tooltip("Logarithmic axis"));
        log.selectedProperty().addListener((_, _, logarithmic) -> useScale(logarithmic));
        reset.setAccessibleText("Reset zoom");
        reset.setOnAction(_ -> plot.zoom.set(null));
        head.getChildren().addAll(2, List.of(reset, log));
    }

    /** @param shown a {@link LinePlot} */
    @Override
    public void setPicture(Picture shown) {
        super.setPicture(shown);
        plot = (LinePlot) shown;
        reset.visibleProperty().bind(plot.zoom.isNotNull());
    }

    /** Shows scores of that measure from now on. */
    public void show(Measure measure) {
        show(measure, 1);
    }

    /** @param targets number of targets, over which errors are means */
    public void show(Measure measure, int targets) {
        boolean accuracy = measure == Measure.ACCURACY;
        String error = targets > 1 ? "Mean of " + targets + " targets, each in its units" : "In units of the target";
        show(accuracy ? "Accuracy" : "RMSE", accuracy ? "Accuracy, %" : error, accuracy, true);
    }

    /** Shows losses of networks with that measure from now on. */
    public void showLosses(String newTitle, Measure measure) {
        String unit =
                measure == Measure.ACCURACY ? "Cross-entropy, nats" : "Mean squared error of standardised targets";
        show(newTitle, unit, false, true);
    }

    /**
     * @param percent whether values are shares
     * @param positive whether a logarithmic axis can show them
     */
    public void show(String newTitle, String yTitle, boolean percent, boolean positive) {
        if (!newTitle.equals(getTitle()) || !yTitle.equals(plot.getYTitle()) || percent != plot.isPercent()) {
            log.setVisible(positive);
            log.setSelected(log.isSelected() && positive);
            setTitle(newTitle);
            plot.setYTitle(yTitle);
            plot.setPercent(percent);
            useScale(isLog());
            plot.repaint();
            String file = newTitle.replace('²', '2');
            export.ifPresent(files -> offer(file, files, Optional.of(plot::csv)));
        }
    }

    private void useScale(boolean logarithmic) {
        plot.scale.set(!logarithmic ? Scale.LINEAR : plot.isPercent() ? Scale.LOG_ERROR : Scale.LOG);
    }

    public LinePlot plot() {
        return plot;
    }

    /** Its plot for export; files are called by what the card shows, where that changes. */
    public void offer(PictureFiles files) {
        export = Optional.of(files);
        offer(files, Optional.of(plot::csv));
    }

    @Override
    public void setTitle(String text) {
        super.setTitle(text);
        plot.setAccessibleText(text);
    }

    @Override
    public void setName(String name) {
        super.setName(name);
        plot.setId(name + "-plot");
        log.setId(name + "-log");
        reset.setId(name + "-reset");
    }

    public boolean isLog() {
        return log.isSelected();
    }

    public void setLog(boolean logarithmic) {
        log.setSelected(logarithmic);
    }
}
