package org.kanworkbench.dl4j;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.kanworkbench.files.ModelFileException;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * Checks Deeplearning4j configurations, which name their Java classes, before they are read, so that an untrusted file
 * can name only a network's own classes.
 */
final class NetworkJson {

    /** Maximum number of names, values and brackets: a hundred layers have 10,000. */
    private static final int MOST_TOKENS = 1 << 17;

    private static final int DEEPEST = 64;

    private static final List<String> ALLOWED = List.of(
            "org.deeplearning4j.nn.conf.",
            "org.deeplearning4j.nn.weights.",
            "org.nd4j.linalg.activations.",
            "org.nd4j.linalg.learning.",
            "org.nd4j.linalg.lossfunctions.",
            "org.nd4j.linalg.schedule.",
            "org.kanworkbench.dl4j.layers.",
            "org.kanworkbench.dl4j.updaters.");

    /** Whether a text may be a class name in any spelling: it contains a dot and is not a number. */
    private static final Pattern NUMBER = Pattern.compile("[-+0-9.eE]+");

    private static final Pattern PLAIN_NAME = Pattern.compile("[\\w$.]+");

    /** The field with a layer's name, which is anybody's choice and names no class. */
    private static final String FREE_TEXT = "layerName";

    private NetworkJson() {}

    /** @param where name of the text in messages */
    static MultiLayerConfiguration read(String json, String where) throws ModelFileException {
        check(json, where);
        return MultiLayerConfiguration.fromJson(json);
    }

    private static void check(String json, String where) throws ModelFileException {
        int tokens = 0;
        int depth = 0;
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (++tokens > MOST_TOKENS || depth > DEEPEST) {
                    throw new ModelFileException(where + " has more or deeper JSON than a network needs: don't trust"
                            + " this file, choose another");
                }
                boolean free = token == JsonToken.VALUE_STRING && FREE_TEXT.equals(parser.getCurrentName());
                if (!free && (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME)) {
                    checkName(parser.getText(), where);
                }
            }
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw new ModelFileException(
                    where + " is not a configuration of a network: it holds no valid JSON; choose another file", e);
        }
    }

    private static void checkName(String text, String where) throws ModelFileException {
        if (!text.contains(".") || NUMBER.matcher(text).matches()) {
            return;
        }
        if (!PLAIN_NAME.matcher(text).matches() || ALLOWED.stream().noneMatch(text::startsWith)) {
            throw new ModelFileException(where + " names '" + text
                    + "', which no network that the workbench knows is made of: choose another file");
        }
    }
}
