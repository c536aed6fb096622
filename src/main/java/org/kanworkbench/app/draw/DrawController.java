package org.kanworkbench.app.draw;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.NoModel;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.draw.reading.ModelCard;
import org.kanworkbench.app.draw.reading.ModelColumn;
import org.kanworkbench.app.models.OpenGraph;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.models.StoredModels;
import org.kanworkbench.app.models.StoredModels.Choice;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.session.Session;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.source.DrawnDigit;

/** Binds the Draw pane's layout to its view model. */
public final class DrawController {

    private static final int DIGITS = 10;

    /** Pixels that the rest needs beside and above the sheet, so that the sheet can have what a larger window adds. */
    private static final double BESIDE_SHEET = 700;

    private static final double ABOVE_AND_BELOW_SHEET = 272;
    private static final double SMALLEST_SHEET = 252;
    private static final double LARGEST_SHEET = 1024;

    private static final double NARROWEST_CARD = 140;
    /** The same where classes have longer names than digits. */
    private static final double NARROWEST_WITH_NAMES = 196;

    private static final PseudoClass COMPACT = PseudoClass.getPseudoClass("compact");
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final double WIDEST_CARD = 480;

    private final DrawViewModel model;
    private final Workspace workspace;
    private final Navigator navigator;
    private final StoredModels stored;
    private final Map<ModelColumn, ModelCard> cardOf = new IdentityHashMap<>();

    @FXML
    private VBox root;

    @FXML
    private ErrorCard error;

    @FXML
    private InkSheet sheet;

    @FXML
    private Slider penWidth;

    @FXML
    private Label penWidthText;

    @FXML
    private Button undo;

    @FXML
    private Button redo;

    @FXML
    private Button clear;

    @FXML
    private SeenPicture seen;

    @FXML
    private Label centre;

    @FXML
    private Button explainButton;

    @FXML
    private NoModel empty;

    @FXML
    private ScrollPane answers;

    @FXML
    private FlowPane cards;

    @FXML
    private TilePane labels;

    /** @param stored models offered while none is open */
    DrawController(DrawViewModel model, Workspace workspace, Navigator navigator, StoredModels stored) {
        this.model = model;
        this.workspace = workspace;
        this.navigator = navigator;
        this.stored = stored;
    }

    @FXML
    private void initialize() {
        clear.setOnAction(_ -> model.clear());
        redo.setOnAction(_ -> model.redo());
        undo.setOnAction(_ -> model.undo());
        sheet.bind(model);
        error.bind(model.problem);
        bindTools();
        model.seenProperty().subscribe(this::showSeen);
        model.columns.subscribe(this::showCards);
        showCards();
        // Of a graph nothing is known but its answers.
        explainButton
                .disableProperty()
                .bind(Bindings.createBooleanBinding(
                                () -> model.columns.stream()
                                        .noneMatch(column -> column.reader.open() instanceof OpenModel),
                                model.columns)
                        .or(model.seenProperty().isNull()));
        root.setOnKeyPressed(this::key);
        root.widthProperty().addListener(_ -> sizeSheet());
        root.heightProperty().addListener(_ -> sizeSheet());
        answers.viewportBoundsProperty().addListener(_ -> sizeCards());
        BooleanProperty reopening = workspace.session.reopening;
        empty.bind(
                Bindings.when(reopening).then(Session.REOPENING).otherwise(model.none),
                () -> navigator.show("train"),
                stored,
                Choice::drawings);
        empty.offerTrain(reopening.not());
    }

    private void bindTools() {
        penWidth.setMin(DrawViewModel.THINNEST);
        penWidth.setMax(DrawViewModel.WIDEST);
        penWidth.valueProperty().bindBidirectional(model.penWidth);
        penWidthText.textProperty().bind(model.penWidth.map(w -> Math.round(w.doubleValue()) + " px"));
        undo.disableProperty().bind(model.sketch.canUndoProperty().not());
        redo.disableProperty().bind(model.sketch.canRedoProperty().not());
        model.sketch.drawingProperty().subscribe(drawing -> {
            clear.setDisable(drawing.isEmpty());
            labels.setDisable(drawing.isEmpty());
            showLabel();
        });
        model.kept.subscribe(this::showLabel);
        for (int digit = 0; digit < DIGITS; digit++) {
            String name = Integer.toString(digit);
            Button button = Styled.of(new Button(name), "label-" + name);
            button.setMaxWidth(Double.MAX_VALUE);
            button.setOnAction(_ -> model.label(name));
            button.setTooltip(new Tooltip("Keep this drawing as a " + name + " (" + name + " on the keyboard)"));
            labels.getChildren().add(button);
        }
    }

    /** Brings up what a reading rests on. */
    @FXML
    private void explain() {
        byte[] pixels = model.seenProperty().get().pixels();
        float[] row = new float[pixels.length];
        ByteFeatures.pixels(pixels, pixels.length).copyRow(0, row, 0);
        workspace.explained.set(row);
        navigator.show("activations");
    }

    private void showSeen(DrawnDigit digit) {
        seen.show(digit);
        if (digit == null) {
            centre.setText("Empty until you draw");
        } else {
            double[] c = digit.centreOfMass();
            centre.setText(String.format(Locale.ROOT, "Centre of mass %.1f, %.1f", c[0], c[1]));
        }
    }

    /** What the drawing on the sheet is kept as. */
    private void showLabel() {
        Optional<String> label = model.labelled();
        for (Node button : labels.getChildren()) {
            button.pseudoClassStateChanged(
                    CHOSEN, label.filter(((Button) button).getText()::equals).isPresent());
        }
    }

    /** The newest model comes first. */
    private void showCards() {
        cardOf.keySet().retainAll(model.columns);
        List<ModelCard> shown = model.columns.stream()
                .map(column -> cardOf.computeIfAbsent(column, this::card))
                .toList()
                .reversed();
        cards.getChildren().setAll(shown);
        empty.setVisible(shown.isEmpty());
        answers.setVisible(!shown.isEmpty());
        sizeCards();
    }

    private ModelCard card(ModelColumn column) {
        return new ModelCard(
                column, column.reader.open() instanceof OpenGraph graph ? () -> workspace.close(graph) : null);
    }

    /** As many cards abreast as fit. One row of them is as tall as the sheet, more rows are as low as they can be. */
    private void sizeCards() {
        double gap = cards.getHgap();
        double room = answers.getViewportBounds().getWidth();
        int count = Math.max(1, cards.getChildren().size());
        boolean names = cards.getChildren().stream().anyMatch(card -> ((ModelCard) card).hasLongNames());
        double narrowest = names ? NARROWEST_WITH_NAMES : NARROWEST_CARD;
        int abreast = Math.clamp((long) ((room + gap) / (narrowest + gap)), 1, count);
        double width = Math.clamp(Math.floor((room + gap) / abreast - gap), narrowest, WIDEST_CARD);
        cards.pseudoClassStateChanged(COMPACT, abreast < count);
        for (Node card : cards.getChildren()) {
            ((ModelCard) card).setPrefWidth(width);
            ((ModelCard) card).setAnswerHeight(abreast == count ? sheet.getMinHeight() : Region.USE_PREF_SIZE);
        }
    }

    private void key(KeyEvent e) {
        if (e.isShortcutDown()) {
            return;
        }
        if (e.getCode() == KeyCode.DELETE || e.getCode() == KeyCode.BACK_SPACE) {
            model.clear();
        } else if (e.getCode().isDigitKey() && !e.isAltDown() && !e.isShiftDown()) {
            model.label(digit(e.getCode()));
        } else {
            return;
        }
        e.consume();
    }

    /** What a digit's key stands for, also one of the number pad, whose character is another. */
    static String digit(KeyCode key) {
        return key.getName().substring(key.getName().length() - 1);
    }

    private void sizeSheet() {
        double room = Math.min(root.getHeight() - ABOVE_AND_BELOW_SHEET, root.getWidth() - BESIDE_SHEET);
        double edge = Math.floor(Math.clamp(room, SMALLEST_SHEET, LARGEST_SHEET));
        sheet.setMinSize(edge, edge);
        sheet.setMaxSize(edge, edge);
        sizeCards();
    }
}
