package org.kanworkbench.files.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.kanworkbench.files.ModelFileException;

/** How much of JSON a file that may be hostile can hold: as objects, three bytes of it become a hundred. */
public final class JsonSize {

    /** Names, values and brackets: a scaling of 8192 columns has 65,000, a header of ten thousand tensors 160,000. */
    static final int MOST_TOKENS = 1 << 18;

    private JsonSize() {}

    /** The JSON itself, unless it is too large; what is malformed is left to who reads it. */
    public static byte[] checked(String file, byte[] json) throws ModelFileException {
        return checked(file, json, 0, json.length);
    }

    /** The same for JSON that is part of an array. */
    public static byte[] checked(String file, byte[] json, int from, int length) throws ModelFileException {
        if (exceeds(json, from, length)) {
            throw new ModelFileException(file + " has more than " + MOST_TOKENS
                    + " names and values of JSON: don't trust this file, choose another");
        }
        return json;
    }

    private static boolean exceeds(byte[] json, int from, int length) {
        int tokens = 0;
        try (JsonParser parser = JsonFormat.STRICT.createParser(json, from, length)) {
            while (tokens <= MOST_TOKENS && parser.nextToken() != null) {
                tokens++;
            }
        } catch (IOException _) {
            // Malformed, or in no encoding that JSON may have: whoever reads it says so.
        }
        return tokens > MOST_TOKENS;
    }
}
