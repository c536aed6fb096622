package org.kanworkbench.files.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.kanworkbench.training.Configuration;

/**
 * Equal to the name of the vector engine: a {@link JsonInclude#valueFilter} that leaves it out of files, as in those of before there
 * were others.
 */
public final class VectorEngineName {

    /** The name as JSON, for a field that is not there. */
    public static final String JSON = "\"" + Configuration.VECTOR + "\"";

    @Override
    public boolean equals(Object other) {
        return Configuration.VECTOR.equals(other);
    }

    @Override
    public int hashCode() {
        return Configuration.VECTOR.hashCode();
    }
}
