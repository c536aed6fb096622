package org.kanworkbench.cluster;

import com.ezylang.evalex.Expression;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.hipparchus.optim.OptimizationData;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.util.FastMath;
import org.kanworkbench.training.trials.Trials;

/** What executors need besides Spark: the program without its window and commands as one jar, and a few libraries. */
final class Shipment {

    /** Folders of classes and resources that trials do not use. */
    private static final Set<String> LEFT_OUT = Set.of("app", "bench", "cli", "fxml", "icons", "math", "styles");

    private static final List<Class<?>> LIBRARIES =
            List.of(CSVFormat.class, Expression.class, FastMath.class, StatUtils.class, OptimizationData.class);

    private Shipment() {}

    /** The jars of the libraries. */
    static List<Path> libraries() {
        return LIBRARIES.stream().map(Shipment::place).toList();
    }

    /** @param folder for the jar */
    static List<Path> jars(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>(libraries());
        Path program = folder.resolve("kan-workbench.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(program))) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Class<?> one : List.of(Trials.class, SparkTask.class)) {
                Path place = place(one);
                if (Files.isDirectory(place)) {
                    pack(place, zip);
                } else {
                    jars.add(place);
                }
            }
        }
        jars.add(program);
        return jars;
    }

    private static void pack(Path classes, ZipOutputStream zip) throws IOException {
        try (Stream<Path> all = Files.walk(classes)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path name = classes.relativize(file);
                if (name.getNameCount() < 3
                        || !LEFT_OUT.contains(name.getName(2).toString())) {
                    zip.putNextEntry(new ZipEntry(name.toString().replace('\\', '/')));
                    Files.copy(file, zip);
                }
            }
        }
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
