package org.kanworkbench.app.randomuser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.IdxFiles;
import org.kanworkbench.engine.Network;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModels;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;

/** Files that the random user finds in file dialogs: small ones, odd ones and broken ones. */
public final class WalkFiles {

    private static final int SIDE = 28;
    private static final int TRAIN = 160;
    private static final int TEST = 60;

    private WalkFiles() {}

    public static void write(Path folder) throws IOException {
        Path idx = Files.createDirectories(folder.resolve("idx"));
        Files.createDirectories(folder.resolve("empty"));
        Random random = new Random(7);
        digits(idx, "train", TRAIN, random);
        digits(idx, "t10k", TEST, random);
        Files.writeString(folder.resolve("points.csv"), points(random));
        Files.writeString(folder.resolve("odd.csv"), "a,b,class\n1,2,yes\n3,,no\nx,5,yes\n");
        Files.writeString(folder.resolve("broken.kan"), "this is no model");
        model(folder.resolve("model.kan"));
    }

    /** Pictures with a bar where their class says. */
    private static void digits(Path folder, String prefix, int count, Random random) throws IOException {
        byte[][] pictures = new byte[count][SIDE * SIDE];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 10);
            for (int row = 3; row < SIDE - 3; row++) {
                pictures[i][row * SIDE + 3 + 2 * labels[i] + random.nextInt(2)] = (byte) 255;
            }
        }
        IdxFiles.write(folder, prefix, pictures, labels);
    }

    private static String points(Random random) {
        StringBuilder text = new StringBuilder("x,y,class\n");
        for (int i = 0; i < 120; i++) {
            int label = i % 3;
            text.append(label + random.nextGaussian() / 4)
                    .append(',')
                    .append(random.nextGaussian())
                    .append(",c")
                    .append(label)
                    .append('\n');
        }
        return text.toString();
    }

    private static void model(Path file) throws IOException {
        Preset preset = Preset.named("kal-net").orElseThrow();
        Model model = Network.initialize(preset.network(SIDE * SIDE, java.util.List.of(8), 10), 1)
                .snapshot();
        ModelFile.write(
                SavedModels.of(
                        model,
                        preset.name(),
                        1,
                        "digits",
                        Target.Classes.numbered(10),
                        Optional.of(new ImageShape(SIDE, SIDE)),
                        Optional.empty()),
                file);
    }
}
