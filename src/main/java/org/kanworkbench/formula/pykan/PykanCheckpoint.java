package org.kanworkbench.formula.pykan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.peer.StateDict;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Width;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What pykan's {@code saveckpt} writes: {@code NAME_config.yml}, {@code NAME_state} and {@code NAME_cache_data}, which is not needed. */
public final class PykanCheckpoint {

    public static final String CONFIGURATION = "_config.yml";
    private static final String STATE = "_state";
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_NODES = 10_000;
    private static final int MOST_DEPTH = 10;
    private static final String NO_CONFIGURATION =
            " is not a configuration of pykan: save the network again with saveckpt";

    private PykanCheckpoint() {}

    /** @param file the configuration; the weights lie beside it */
    public static MultKan read(Path file) throws ModelFileException {
        String name = file.getFileName().toString();
        if (!name.endsWith(CONFIGURATION)) {
            throw new ModelFileException(
                    file + " is not a checkpoint of pykan: name the file that ends in " + CONFIGURATION);
        }
        Map<?, ?> configuration = configuration(file);
        try {
            if (!"silu".equals(configuration.get("base_fun_name"))) {
                throw new ModelFileException(file + ": the base function " + configuration.get("base_fun_name")
                        + " is not known here: train with silu");
            }
            List<?> layers = (List<?>) configuration.get("width");
            List<Width> widths = new ArrayList<>();
            for (int l = 1; l < layers.size(); l++) {
                widths.add(width(file, (List<?>) layers.get(l), configuration.get("mult_arity"), l));
            }
            List<List<List<String>>> functions = new ArrayList<>();
            for (int l = 0; l < widths.size(); l++) {
                functions.add(functions((List<?>) configuration.get("symbolic.funs_name." + l)));
            }
            Path state = file.resolveSibling(name.substring(0, name.length() - CONFIGURATION.length()) + STATE);
            int order = ((Number) configuration.get("k")).intValue();
            if (order < 1 || order > 20) {
                throw new ModelFileException(file + ": k is " + order + ": splines of 1 to 20 can be read");
            }
            return new PykanTensors(state.toString(), StateDict.read(state), "", order).network(widths, functions);
        } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
            throw new ModelFileException(file + NO_CONFIGURATION, e);
        }
    }

    private static Map<?, ?> configuration(Path file) throws ModelFileException {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MOST_BYTES)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            String text = WholeFile.text(file, MOST_BYTES);
            if (isShallow(settings, text) && new Load(settings).loadFromString(text) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (IOException e) {
            throw new ModelFileException(FileErrors.unreadable(file, e), e);
        } catch (YamlEngineException e) {
            throw new ModelFileException(
                    file + " is no YAML (" + e.getMessage().lines().findFirst().orElse("") + "): save it again", e);
        }
        throw new ModelFileException(file + NO_CONFIGURATION);
    }

    /** Its parser counts without a stack of calls, which loading has. */
    private static boolean isShallow(LoadSettings settings, String text) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > MOST_DEPTH) {
                return false;
            }
        }
        return true;
    }

    /** @param arity of all nodes that multiply, or a list of lists of theirs */
    static Width width(Path file, List<?> layer, Object arity, int l) throws ModelFileException {
        int sums = ((Number) layer.get(0)).intValue();
        int products = ((Number) layer.get(1)).intValue();
        if (sums < 0 || products < 0 || sums + products < 1 || sums + products > MOST_NODES) {
            throw new ModelFileException(file + ": layer " + l + " has " + sums + " + " + products + " nodes: 1 to "
                    + MOST_NODES + " can be read");
        }
        List<Integer> arities = arity instanceof Number all
                ? Collections.nCopies(products, all.intValue())
                : ((List<?>) ((List<?>) arity).get(l))
                        .stream().map(a -> ((Number) a).intValue()).toList();
        if (arities.size() != products || arities.stream().anyMatch(a -> a < 1 || a > 100)) {
            throw new ModelFileException(
                    file + ": layer " + l + " multiplies " + arities + " subnodes: 1 to 100 can be read");
        }
        return new Width(sums, arities);
    }

    static List<List<String>> functions(List<?> names) {
        return names.stream()
                .map(row -> ((List<?>) row).stream().map(String::valueOf).toList())
                .toList();
    }
}
