package org.kanworkbench.app.formulas;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.chart.ScatterPicture;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PictureMenu;
import org.kanworkbench.app.controls.FormulaView;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.setting.Segment;
import org.kanworkbench.app.formulas.state.FormulasViewModel;
import org.kanworkbench.app.formulas.state.State;
import org.kanworkbench.app.formulas.state.Words;
import org.kanworkbench.app.train.Wording;
import org.kanworkbench.data.Counted;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.formula.Agreement;
import org.kanworkbench.formula.FormulaSearch;
import org.kanworkbench.formula.SameFormula;
import org.kanworkbench.formula.Samples;

/** Binds the formula with its error, and what is asked of it: the Pareto front, the network, other seeds. */
final class FormulaController {

    private static final double SCROLL = 24;
    /** Errors below this share of the target's deviation are drawn alike. */
    private static final double FLOOR = 1e-10;

    private final FormulasViewModel viewModel;
    private final PictureFiles files;

    @FXML
    private MenuButton copy;

    @FXML
    private ScrollPane scroll;

    @FXML
    private Label error;

    @FXML
    private Label facts;

    @FXML
    private Segment networkTab;

    @FXML
    private Segment seedsTab;

    @FXML
    private PictureMenu export;

    @FXML
    private FrontPicture front;

    @FXML
    private ScatterPicture agreement;

    @FXML
    private Label agreementText;

    @FXML
    private Button seeds;

    @FXML
    private Label seedsText;

    @FXML
    private VBox survivors;

    private final FormulaView view = new FormulaView("", true);

    FormulaController(FormulasViewModel viewModel, PictureFiles files) {
        this.viewModel = viewModel;
        this.files = files;
    }

    @FXML
    private void initialize() {
        seeds.setOnAction(_ -> viewModel.seeds.run());
        var shown = viewModel.steps.shownProperty();
        scroll.setContent(view);
        scroll.widthProperty().addListener(_ -> typeset());
        shown.addListener(_ -> show());
        copy.getItems().setAll(new FormulaCopies(shown, files).items());
        copy.disableProperty().bind(shown.map(state -> state.found().isEmpty()).orElse(true));
        front.setOnChoose(found -> {
            if (!viewModel.work.busy()
                    && shown.get().found().map(f -> f != found).orElse(true)) {
                viewModel.choose(found);
            }
        });
        networkTab.selectedProperty().subscribe(this::offer);
        export.disableProperty().bind(copy.disableProperty().or(seedsTab.selectedProperty()));
        seeds.disableProperty()
                .bind(shown.isNull().or(viewModel.work.busyProperty()).or(viewModel.seeds.givenProperty()));
        seedsText
                .textProperty()
                .bind(viewModel
                        .seeds
                        .textProperty()
                        .map(text -> text.isEmpty()
                                ? "Runs the whole search with ten random seeds, and groups the formulas that are equal."
                                : text));
        viewModel.seeds.survivorsProperty().subscribe(this::list);
        show();
    }

    private void offer(boolean network) {
        export.offer(
                network
                        ? new PictureFiles.Item("Formula and network", agreement, Optional.of(this::agreementCsv))
                        : new PictureFiles.Item("Pareto front", front, Optional.of(front::csv)),
                files);
    }

    /** All points; those where the formula is not defined say NaN. */
    private String agreementCsv() {
        CsvText text = new CsvText("network", "formula");
        viewModel.steps.shown().agreement().ifPresent(at -> {
            for (int p = 0; p < at.points(); p++) {
                text.row(at.network()[p], at.formula()[p]);
            }
        });
        return text.toString();
    }

    private void typeset() {
        State state = viewModel.steps.shown();
        if (state != null) {
            view.show(state.latex(), Math.max(80, scroll.getWidth() - SCROLL));
        }
    }

    private void show() {
        State state = viewModel.steps.shown();
        if (state == null) {
            error.setText("");
            facts.setText("");
            return;
        }
        typeset();
        Samples test = state.task().data().test();
        double deviation = test.deviation();
        double rmse = state.formulaRmse();
        boolean exact = state.found().isPresent() && rmse < FormulaSearch.EXACT * deviation;
        String positive = state.task().data().positive();
        // Of a network that tells classes apart, the formula is of its output.
        boolean logit = !test.classes() && !positive.isEmpty();
        String unseen = Counted.of(test.rows(), "unseen sample");
        String distance = Double.isFinite(rmse)
                ? "RMSE " + (logit ? "of the logit " : "") + Words.number(rmse) + " on " + unseen
                        + (exact ? ": exact" : "")
                : "Undefined on some of " + unseen;
        String quality = state.accuracy()
                .map(accuracy -> Words.percent(accuracy.formula()) + " of "
                        + Counted.of(accuracy.rows(), "unseen sample") + " right")
                .orElse(distance);
        error.setText(quality + (state.worse() ? ", not as good as the network" : ""));
        facts.setText(state.found()
                        .map(found -> "Complexity " + found.complexity())
                        .orElse(state.symbolic() ? "Constants rounded" : "s stands for a spline")
                + (positive.isEmpty() ? "" : " · above 0 for class " + positive)
                + state.accuracy()
                        .map(accuracy ->
                                " · network " + Words.percent(accuracy.network()) + (logit ? " · " + distance : ""))
                        .orElse("")
                + (test.classes()
                        ? ""
                        : (Double.isFinite(rmse)
                                        ? " · R² " + Wording.r2(1 - rmse * rmse / (deviation * deviation))
                                        : "")
                                + " · network's RMSE " + Words.number(state.networkRmse())));
        front.show(state.front(), state.found().orElse(null), FLOOR * deviation, Words.error(test));
        state.agreement()
                .ifPresentOrElse(
                        at -> agreement.show(at.network(), at.formula(), "Network", "Formula", true, 0),
                        () -> agreement.showNothing("Nothing to compare at this step"));
        agreementText.setText(state.agreement()
                .map(compared -> told(compared, !positive.isEmpty(), test.classes()))
                .orElse("Compares the formula with the network before its edges became functions,"
                        + " at points drawn at random from the ranges of the inputs."));
    }

    /** @param margins whether a value says no more than the class, as beyond a margin none is better than another */
    private static String told(Agreement agreement, boolean classes, boolean margins) {
        String text = String.format(
                        Locale.ROOT,
                        "Against the network before its edges became functions, at %,d points drawn at random from the"
                                + " ranges of the inputs: ",
                        agreement.points())
                + String.join(
                        "; ",
                        Stream.of(
                                        classes ? "the same class at " + Words.percent(agreement.sameClass()) : "",
                                        margins
                                                ? ""
                                                : "largest difference " + Words.number(agreement.greatest())
                                                        + ", root mean square " + Words.number(agreement.rms()))
                                .filter(part -> !part.isEmpty())
                                .toList())
                + ". ";
        if (agreement.undefined() == 0) {
            return text + "The formula is defined at all of them.";
        }
        return text + "The formula is not defined at "
                + Counted.of(agreement.undefined(), "point") + ": "
                + agreement.gaps().stream()
                        .map(gap -> gap.input() + " " + Words.number(gap.from()) + " … " + Words.number(gap.to()))
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private void list(List<SameFormula> groups) {
        survivors.getChildren().clear();
        for (SameFormula group : groups) {
            Label count = Styled.of(new Label(group.count() + " ×"), "type-strong");
            count.setMinWidth(Label.USE_PREF_SIZE);
            FormulaView formula = new FormulaView("", false);
            formula.show(
                    Notation.LATEX.print(group.all().getFirst().formula().expression()),
                    Math.max(80, scroll.getWidth() - 3 * SCROLL));
            survivors.getChildren().add(Styled.of(new HBox(count, formula), "formulas-survivor"));
        }
    }
}
