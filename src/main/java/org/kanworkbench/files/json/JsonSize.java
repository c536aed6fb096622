package org.kanworkbench.files.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.kanworkbench.files.ModelFileException;

/** Limits on JSON in untrusted files: as objects, three bytes take up to a hundred. */
public final class JsonSize {

    /**
     * Maximum number of names, values and brackets: a scaling of 8192 columns has 65,000, a header of ten thousand
     * tensors 160,000.
     */
    public static final int MOST_TOKENS = 1 << 18;

    /** The same where every sample of a data set has two values. */
    public static final int MOST_TOKENS_OF_SAMPLES = 1 << 22;

    private JsonSize() {}

    /** Returns the JSON unless it is too large; malformed JSON is left to the reader. */
    public static byte[] checked(String file, byte[] json) throws ModelFileException {
        return checked(file, json, 0, json.length, MOST_TOKENS);
    }

    /** The same for JSON in part of an array, with another maximum. */
    public static byte[] checked(String file, byte[] json, int from, int length, int most) throws ModelFileException {
        if (exceeds(json, from, length, most)) {
            throw new ModelFileException(file + " has more than " + most
                    + " names and values of JSON: don't trust this file, choose another");
        }
        return json;
    }

    private static boolean exceeds(byte[] json, int from, int length, int most) {
        int tokens = 0;
        try (JsonParser parser = JsonFormat.STRICT.createParser(json, from, length)) {
            while (tokens <= most && parser.nextToken() != null) {
                tokens++;
            }
        } catch (IOException _) {
            // Malformed, or in an encoding that JSON does not allow: the reader reports it.
        }
        return tokens > most;
    }
}
