package org.kanworkbench.app.draw;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.Group;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.data.source.DrawnDigit;

/** The 28×28 picture that the networks get, each pixel a square, with its centre of mass. CSS: {@code -kw-ink} is a colour. */
public final class SeenPicture extends Region {

    private static final int USUAL_ZOOM = 6;

    private static final int SIDE = DrawnDigit.SIDE;
    private static final double ARM = 10;
    private static final double RADIUS = 4;

    private static final StyleablePropertyFactory<SeenPicture> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    private final StyleableProperty<Color> inkColor =
            FACTORY.createStyleableColorProperty(this, "inkColor", "-kw-ink", p -> p.inkColor, Color.BLACK);
    /** Pixels on the screen of one of the picture's. */
    private final int zoom;

    private final WritableImage image;
    private final Group mark =
            new Group(new Line(-ARM, 0, ARM, 0), new Line(0, -ARM, 0, ARM), new Circle(0, 0, RADIUS));
    private DrawnDigit digit;

    public SeenPicture() {
        this(USUAL_ZOOM);
        getChildren().add(mark);
    }

    /** A small one, without the mark. */
    SeenPicture(int zoom) {
        this.zoom = zoom;
        image = new WritableImage(SIDE * zoom, SIDE * zoom);
        getStyleClass().add("seen-picture");
        ImageView view = new ImageView(image);
        mark.getChildren().forEach(part -> part.getStyleClass().add("seen-mark"));
        Showing.now(mark, false);
        getChildren().add(view);
        ((ObservableValue<?>) inkColor).subscribe(this::paint);
        setMinSize(SIDE * zoom, SIDE * zoom);
        setMaxSize(SIDE * zoom, SIDE * zoom);
    }

    /** @param newDigit null for an empty picture */
    void show(DrawnDigit newDigit) {
        digit = newDigit;
        paint();
        mark.setVisible(digit != null);
        if (digit != null) {
            double[] centre = digit.centreOfMass();
            mark.setLayoutX((centre[1] + 0.5) * zoom);
            mark.setLayoutY((centre[0] + 0.5) * zoom);
        }
    }

    private void paint() {
        Color color = inkColor.getValue();
        int rgb = (int) Math.round(color.getRed() * 255) << 16
                | (int) Math.round(color.getGreen() * 255) << 8
                | (int) Math.round(color.getBlue() * 255);
        int edge = SIDE * zoom;
        int[] argb = new int[edge * edge];
        for (int y = 0; y < edge && digit != null; y++) {
            for (int x = 0; x < edge; x++) {
                int value = digit.pixels()[y / zoom * SIDE + x / zoom] & 0xff;
                argb[y * edge + x] = value << 24 | rgb;
            }
        }
        image.getPixelWriter().setPixels(0, 0, edge, edge, PixelFormat.getIntArgbInstance(), argb, 0, edge);
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }
}
