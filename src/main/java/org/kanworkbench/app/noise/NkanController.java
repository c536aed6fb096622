package org.kanworkbench.app.noise;

import java.util.Locale;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PlotBoard;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.LiveScrollPane;
import org.kanworkbench.app.noise.fit.SeriesInk;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.noise.nkan.NkanResult;

/** Binds the repetition of nKAN.py's experiment. */
final class NkanController {

    private final NkanViewModel viewModel;
    private final PictureFiles files;
    private final Label facts = new Label();

    @FXML
    private VBox empty;

    @FXML
    private LiveScrollPane results;

    @FXML
    private PlotBoard board;

    NkanController(NkanViewModel viewModel, PictureFiles files) {
        this.viewModel = viewModel;
        this.files = files;
    }

    @FXML
    private void initialize() {
        board.setPens(SeriesInk::pen);
        board.setFiles(files);
        facts.setId("nkan-facts");
        facts.setWrapText(true);
        facts.setMinHeight(Region.USE_PREF_SIZE);
        board.setRemark(Styled.of(new VBox(facts), "card", "plot-remark"));
        empty.disableProperty().bind(viewModel.phaseProperty().isNotEqualTo(Phase.IDLE));
        viewModel.resultProperty().subscribe(this::show);
    }

    private void show(NkanResult result) {
        empty.setVisible(result == null);
        results.setVisible(result != null);
        if (result != null) {
            facts.setText(String.format(
                    Locale.ROOT,
                    "nKAN.py's Lazy_KAN (%,d parameters) is a ReLU network with dropout and has no learned edge functions; its"
                            + " MLP has %,d parameters. Networks of different size and a single seed are no evidence for or"
                            + " against KANs: use the sweep for that.",
                    result.lazyKan().parameters(),
                    result.mlp().parameters()));
            board.show(viewModel.plots());
        }
    }

    @FXML
    private void start() {
        viewModel.start();
    }
}
