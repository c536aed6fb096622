package org.kanworkbench.app.draw;

import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.geometry.Point2D;
import javafx.geometry.VPos;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.draw.sketch.InkPicture;
import org.kanworkbench.app.draw.sketch.KeyboardPen;

/** The sheet that is drawn on, by mouse, touch or keys. */
public final class InkSheet extends InkPicture {

    private static final PseudoClass DOWN = PseudoClass.getPseudoClass("down");
    private final VBox hint = new VBox(
            new Label("Draw a digit here"), new Label("or move with the arrow keys and put the pen down with Space"));
    private final Circle pen = new Circle();
    private final Line across = new Line();
    private final Line down = new Line();
    private final Group cross = Styled.of(new Group(pen, across, down), "ink-cross");
    private DrawViewModel model;
    /** With the mouse's first button: others leave a stroke, also the keyboard's, alone. */
    private boolean drawing;

    public InkSheet() {
        getStyleClass().add("ink-sheet");
        setFocusTraversable(true);
        hint.getStyleClass().add("ink-hint");
        hint.setMouseTransparent(true);
        hint.getChildren().forEach(line -> ((Label) line).setWrapText(true));
        cross.getChildren().forEach(part -> part.getStyleClass().add("ink-cross-line"));
        pen.getStyleClass().setAll("ink-cross-pen");
        cross.setManaged(false);
        cross.setMouseTransparent(true);
        getChildren().addAll(hint, cross);
        setAccessibleText("Drawing sheet. Arrow keys move the pen, Space puts it down and lifts it.");
    }

    void bind(DrawViewModel viewModel) {
        model = viewModel;
        model.sketch.drawingProperty().subscribe(this::show);
        hint.visibleProperty()
                .bind(model.touchedProperty()
                        .not()
                        .and(model.keyboardPen.inUseProperty().not()));
        cross.visibleProperty().bind(model.keyboardPen.inUseProperty().and(focusedProperty()));
        model.keyboardPen.placeProperty().subscribe(_ -> requestLayout());
        model.penWidth.subscribe(_ -> requestLayout());
        model.keyboardPen.downProperty().subscribe(down -> cross.pseudoClassStateChanged(DOWN, down));
        focusedProperty().subscribe(focused -> {
            if (!focused) {
                model.keyboardPen.layAway();
            }
        });
        setOnMousePressed(this::press);
        setOnMouseDragged(e -> {
            if (drawing) {
                model.sketch.extend(place(e));
            }
        });
        setOnMouseReleased(this::release);
        setOnKeyPressed(this::key);
    }

    private void press(MouseEvent e) {
        if (e.getButton() == MouseButton.PRIMARY) {
            model.keyboardPen.layAway();
            requestFocus();
            model.sketch.begin(place(e), model.penWidth.get());
            drawing = true;
        }
    }

    private void release(MouseEvent e) {
        if (e.getButton() == MouseButton.PRIMARY) {
            // Of a fast pen, the way since the last event.
            model.sketch.extend(place(e));
            model.sketch.end();
            drawing = false;
        }
    }

    private Point2D place(MouseEvent e) {
        return new Point2D(e.getX() / magnification(), e.getY() / magnification());
    }

    private void key(KeyEvent e) {
        if (e.isShortcutDown() || e.isAltDown()) {
            return;
        }
        KeyboardPen keys = model.keyboardPen;
        boolean careful = e.isShiftDown();
        switch (e.getCode()) {
            case LEFT -> keys.move(-1, 0, careful);
            case RIGHT -> keys.move(1, 0, careful);
            case UP -> keys.move(0, -1, careful);
            case DOWN -> keys.move(0, 1, careful);
            case SPACE -> keys.toggle();
            default -> {
                return;
            }
        }
        e.consume();
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        layoutInArea(hint, 0, 0, getWidth(), getHeight(), 0, HPos.CENTER, VPos.CENTER);
        if (model != null) {
            Point2D at = model.keyboardPen.placeProperty().get();
            cross.setLayoutX(at.getX() * magnification());
            cross.setLayoutY(at.getY() * magnification());
            pen.setRadius(model.penWidth.get() / 2 * magnification());
            double arm = KeyboardPen.ARM * magnification();
            across.setStartX(-arm);
            across.setEndX(arm);
            down.setStartY(-arm);
            down.setEndY(arm);
        }
    }
}
