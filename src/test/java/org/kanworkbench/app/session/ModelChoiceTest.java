package org.kanworkbench.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;

class ModelChoiceTest {

    @Test
    void another_order_of_the_models_changes_none_that_is_shown() {
        Dataset moons = new DataSource.Toy(ToyShape.MOONS, 0.1, 50, 0).load();
        try (Workspace workspace = new Workspace()) {
            ModelChoice choice = new ModelChoice(workspace, ModelChoice.ACTIVATIONS, () -> false);
            OpenModel first = workspace.open("first", moons);
            OpenModel second = workspace.open("second", moons);
            workspace.arrange(List.of(second, first));
            assertThat(choice.chosenProperty().get()).isSameAs(second);
            OpenModel third = workspace.open("third", moons);
            assertThat(choice.chosenProperty().get()).as("the newest").isSameAs(third);
        }
    }
}
