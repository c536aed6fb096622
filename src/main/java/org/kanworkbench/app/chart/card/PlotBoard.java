package org.kanworkbench.app.chart.card;

import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import org.kanworkbench.app.chart.BandPicture;
import org.kanworkbench.plot.Plot;

/** Plots side by side, as many in a row as have room, each on a card of its own. */
public final class PlotBoard extends GridPane {

    private static final double NARROWEST = 340;
    private static final double GAP = 12;
    private static final int MOST_IN_ONE_ROW = 3;

    private BandPicture.Pens pens = BandPicture.Pens.PLAIN;
    private PictureFiles files;
    private List<String> names = List.of();
    private int columns;
    private Node remark;

    public PlotBoard() {
        getStyleClass().add("plot-board");
        widthProperty().addListener(_ -> arrange());
    }

    /** Comes before what is shown. */
    public void setFiles(PictureFiles pictureFiles) {
        files = pictureFiles;
    }

    /** Comes before what is shown. */
    public void setPens(BandPicture.Pens drawing) {
        pens = drawing;
    }

    /** @param shown what comes after the last plot */
    public void setRemark(Node shown) {
        remark = shown;
    }

    /** Cards stay where their plots keep their names. */
    public void show(List<Plot> plots) {
        List<String> wanted = plots.stream().map(Plot::name).toList();
        if (!wanted.equals(names)) {
            names = wanted;
            columns = 0;
            getChildren().setAll(plots.stream().map(this::card).toList());
            if (remark != null) {
                getChildren().add(remark);
            }
            arrange();
        }
        for (int p = 0; p < plots.size(); p++) {
            PictureCard card = (PictureCard) getChildren().get(p);
            card.setTitle(plots.get(p).title());
            ((BandPicture) card.getPicture()).show(plots.get(p));
        }
    }

    private PictureCard card(Plot plot) {
        BandPicture picture = new BandPicture(pens);
        picture.setId("plot-" + plot.name());
        PictureCard card = new PictureCard();
        card.setPicture(picture);
        card.setName(plot.name());
        card.offer(files, Optional.of(picture::csv));
        GridPane.setHgrow(card, Priority.ALWAYS);
        GridPane.setVgrow(card, Priority.ALWAYS);
        return card;
    }

    /** Of one card, whatever stands beside it now: a narrower board has fewer in a row. */
    @Override
    protected double computeMinWidth(double height) {
        return getManagedChildren().stream()
                .mapToDouble(card -> card.minWidth(-1))
                .max()
                .orElse(0);
    }

    private void arrange() {
        int count = getChildren().size();
        int room = (int) Math.clamp((getWidth() + GAP) / (NARROWEST + GAP), 1, Math.max(1, count));
        // All in one row would be narrow and tall.
        int wanted = room == count && count > MOST_IN_ONE_ROW ? (count + 1) / 2 : room;
        if (count == 0 || wanted == columns) {
            return;
        }
        columns = wanted;
        getColumnConstraints().clear();
        for (int c = 0; c < columns; c++) {
            ColumnConstraints even = new ColumnConstraints();
            even.setPercentWidth(100.0 / columns);
            getColumnConstraints().add(even);
        }
        getRowConstraints().clear();
        for (int r = 0; r * columns < count; r++) {
            RowConstraints row = new RowConstraints();
            row.setVgrow(Priority.ALWAYS);
            getRowConstraints().add(row);
        }
        for (int i = 0; i < count; i++) {
            GridPane.setConstraints(getChildren().get(i), i % columns, i / columns);
        }
    }
}
