package org.kanworkbench.app.draw.sketch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import javafx.collections.ObservableList;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polyline;
import javafx.scene.shape.Rectangle;
import javafx.scene.transform.Scale;
import org.kanworkbench.app.controls.Styled;

/** A square sheet that shows a drawing at its own size. */
public class InkPicture extends Region {

    private final Group ink = new Group();
    private final Scale scale = new Scale(1, 1);
    private final Rectangle clip = new Rectangle();
    private final List<Stroke> shown = new ArrayList<>();

    public InkPicture() {
        getStyleClass().add("ink-picture");
        Group clipped = new Group(ink);
        clipped.setManaged(false);
        clipped.setClip(clip);
        clipped.setMouseTransparent(true);
        ink.getTransforms().add(scale);
        getChildren().add(clipped);
    }

    /** Pixels on the screen of one of the drawing's. */
    public final double magnification() {
        return Math.min(getWidth(), getHeight()) / Drawing.SIDE;
    }

    /** Shows a drawing; touches only the strokes that changed. */
    public final void show(Drawing drawing) {
        List<Stroke> strokes = drawing.strokes();
        ObservableList<Node> lines = ink.getChildren();
        if (strokes.size() < shown.size()) {
            shown.subList(strokes.size(), shown.size()).clear();
            lines.remove(strokes.size(), lines.size());
        }
        for (int i = 0; i < strokes.size(); i++) {
            if (i == shown.size()) {
                shown.add(null);
                Polyline line = Styled.of(new Polyline(), "ink-stroke");
                lines.add(line);
            }
            if (shown.get(i) != strokes.get(i)) {
                shown.set(i, strokes.get(i));
                draw((Polyline) lines.get(i), strokes.get(i));
            }
        }
    }

    private static void draw(Polyline line, Stroke stroke) {
        line.setStrokeWidth(stroke.width());
        line.getPoints().setAll(DoubleStream.of(stroke.line()).boxed().toList());
    }

    @Override
    protected void layoutChildren() {
        scale.setX(magnification());
        scale.setY(magnification());
        clip.setWidth(getWidth());
        clip.setHeight(getHeight());
    }
}
