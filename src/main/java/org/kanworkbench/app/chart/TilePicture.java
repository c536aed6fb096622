package org.kanworkbench.app.chart;

import eu.hansolo.tilesfx.Tile;
import eu.hansolo.tilesfx.Tile.ChartType;
import eu.hansolo.tilesfx.Tile.SkinType;
import eu.hansolo.tilesfx.chart.ChartData;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.NamedArg;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.geometry.Rectangle2D;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/**
 * The picture of one of TilesFX's tiles in the style sheet's colours, as large as there is room. The tile's own texts, whose
 * size follows from the tile's, are hidden by the style sheet, and what it leaves free for them lies outside. The tile is made when
 * there is room for it: windows open without.
 */
public final class TilePicture extends Region {

    /** What it shows, and in which part of the tile, in shares of its sides, TilesFX draws that. */
    public enum Kind {
        /** A share as a half circle that fills from left to right. */
        GAUGE(SkinType.BAR_GAUGE, true, new Rectangle2D(0.1, 0.45, 0.8, 0.4)),
        /** A share as a circle that closes. */
        RING(SkinType.CIRCULAR_PROGRESS, true, new Rectangle2D(0.06, 0.06, 0.88, 0.88)),
        /** The recent course of a series, from 0 to its maximum. */
        SPARKLINE(SkinType.SMOOTH_AREA_CHART, false, new Rectangle2D(0, 0.5, 1, 0.5));

        private final SkinType skin;
        private final boolean square;
        private final Rectangle2D part;

        Kind(SkinType skin, boolean square, Rectangle2D part) {
            this.skin = skin;
            this.square = square;
            this.part = part;
        }
    }

    private static final int POINTS = 60;
    private static final double PERCENT = 100;

    /** Narrower than this, nothing can be told from it. */
    private static final double NARROWEST = 20;

    private static final StyleablePropertyFactory<TilePicture> STYLES =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    private final Kind kind;
    /** Of 0 to 1; for a gauge or a ring. */
    public final DoubleProperty share = new SimpleDoubleProperty(this, "share");

    private final StyleableProperty<Color> filled =
            STYLES.createStyleableColorProperty(this, "filled", "-tile-filled", picture -> picture.filled, Color.GRAY);
    private final StyleableProperty<Color> track =
            STYLES.createStyleableColorProperty(this, "track", "-tile-track", picture -> picture.track, Color.GRAY);

    /** Null before there was room for it. */
    private Tile tile;

    private PlotSeries series;
    private int drawn;

    public TilePicture(@NamedArg("kind") Kind kind) {
        this.kind = kind;
        getStyleClass().add("tile-picture");
        share.addListener(_ -> fill());
    }

    /** With a skin, as it is laid out next. */
    private void make() {
        tile = new Tile(kind.skin);
        tile.setAnimated(false);
        tile.setBackgroundColor(Color.TRANSPARENT);
        tile.setValueVisible(false);
        tile.setRoundedCorners(false);
        tile.setSmoothing(false);
        tile.setChartType(ChartType.AREA);
        tile.setManaged(false);
        tile.setMouseTransparent(true);
        tile.setFocusTraversable(false);
        follow(filled, tile::setBarColor);
        follow(track, tile::setBarBackgroundColor);
        getChildren().add(tile);
        tile.applyCss();
        fill();
    }

    private void fill() {
        if (tile == null) {
            return;
        }
        if (series == null) {
            tile.setValue(PERCENT * Math.clamp(share.get(), 0, 1));
        } else {
            tile.setChartData(IntStream.range(Math.max(0, drawn - POINTS), drawn)
                    .mapToObj(i -> new ChartData(series.y(i)))
                    .toList());
        }
    }

    @SuppressWarnings("unchecked")
    private static void follow(StyleableProperty<Color> colour, Consumer<Color> set) {
        ((ObservableValue<Color>) colour).subscribe(set);
    }

    /** Draws the newest points of a series, if they changed; for a sparkline. */
    public void show(PlotSeries shown) {
        if (shown == series && shown.size() == drawn) {
            return;
        }
        series = shown;
        drawn = shown.size();
        fill();
        setNeedsLayout(true);
    }

    @Override
    protected void layoutChildren() {
        boolean room = getWidth() >= NARROWEST && getHeight() > 0;
        if (tile == null && room) {
            make();
        }
        if (tile == null) {
            return;
        }
        Rectangle2D part = kind.part;
        double width = getWidth() / part.getWidth();
        double height = getHeight() / part.getHeight();
        if (kind.square) {
            width = Math.min(width, height);
            height = width;
        }
        tile.setVisible(room && (kind != Kind.SPARKLINE || drawn > 1));
        tile.resizeRelocate(
                getWidth() / 2 - width * (part.getMinX() + part.getWidth() / 2),
                getHeight() / 2 - height * (part.getMinY() + part.getHeight() / 2),
                width,
                height);
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return STYLES.getCssMetaData();
    }
}
