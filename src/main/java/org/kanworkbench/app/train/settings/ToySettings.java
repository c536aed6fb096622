package org.kanworkbench.app.train.settings;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.DataSource.Toy;
import org.kanworkbench.data.source.ToyShape;

/** What can be set about a toy set. They keep their values when another shape is chosen. */
public final class ToySettings {

    final Setting<Double> noise = Parsing.real("noise", Toy.USUAL_NOISE, 0, false, Toy.MOST_NOISE);
    final Setting<Integer> rows = Parsing.whole("points", Toy.USUAL_ROWS, Toy.FEWEST_ROWS, Toy.MOST_ROWS);
    final Setting<Long> seed = Parsing.seed(Toy.USUAL_SEED);

    private final ReadOnlyBooleanWrapper chosen = new ReadOnlyBooleanWrapper();
    private ToyShape shape;
    private Consumer<Toy> wish = _ -> {};
    private boolean showing;

    ToySettings() {
        settings()
                .forEach(setting -> setting.valueProperty().addListener(_ -> {
                    if (chosen.get() && !showing) {
                        wish.accept(of(shape));
                    }
                }));
    }

    List<Setting<?>> settings() {
        return List.of(noise, rows, seed);
    }

    /** @param wanted takes the set that was asked for by a change of a setting */
    public void onWish(Consumer<Toy> wanted) {
        wish = wanted;
    }

    /** The points of a shape as set. */
    Toy of(ToyShape wanted) {
        return new Toy(wanted, noise.get(), rows.get(), seed.get());
    }

    /** Shows what is trained on, if it is a toy set. */
    void show(DataSource source) {
        showing = true;
        if (source instanceof Toy toy) {
            shape = toy.shape();
            noise.set(toy.noise());
            rows.set(toy.rows());
            seed.set(toy.seed());
        }
        showing = false;
        chosen.set(source instanceof Toy);
    }

    /** Whether a toy set is trained on. */
    ReadOnlyBooleanProperty chosenProperty() {
        return chosen.getReadOnlyProperty();
    }
}
