package org.kanworkbench.app.train.settings;

import java.nio.file.Path;
import javafx.scene.control.MenuButton;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.training.Configuration;

/** The choice of initial weights: random, or those of an open model, to fine-tune it. */
record StartChoice(TrainViewModel viewModel) {

    /** By which the rate is divided that it was learned with: what was learned is not to be overrun. */
    private static final double FINE_TUNING = 10;

    void bind(MenuButton menu) {
        menu.setOnShowing(_ -> fill(menu));
        fill(menu);
        viewModel
                .editor
                .startProperty()
                .subscribe(
                        file -> menu.setText(file.isEmpty() ? "New weights" : "Weights of " + StartWeights.name(file)));
    }

    private void fill(MenuButton menu) {
        menu.getItems().setAll(new ActionItem("start-anew", "New weights", viewModel.editor::startAnew));
        for (OpenModel open : viewModel.workspace.models()) {
            open.saved()
                    .ifPresent(model -> menu.getItems()
                            .add(new ActionItem("Weights of " + open.name(), () -> startFrom(open.name(), model))));
        }
    }

    /** Shows the model's network and recipe, at a tenth of the rate, on the data that is chosen. */
    private void startFrom(String name, SavedModel model) {
        var store = viewModel.workspace.library.storeProperty().get();
        Configuration now = viewModel.editor.configurationProperty().get();
        String failure = "Training cannot start from " + name;
        if (store == null || now == null) {
            String why = store == null ? "runs are not kept here" : "choose a data set and settings that fit first";
            viewModel.problem.set(new Problem(failure, why));
            return;
        }
        viewModel.background.run(failure, () -> {
            Path file = StartWeights.keep(model, store.folder(), name);
            Recipe recipe = model.recipe().withLearningRate(model.recipe().learningRate() / FINE_TUNING);
            Configuration wanted = new Configuration(
                    model.preset(),
                    now.data(),
                    model.model().network(),
                    recipe,
                    now.seed(),
                    now.threads(),
                    now.engine(),
                    file.toString());
            return () -> viewModel.edit(wanted);
        });
    }
}
