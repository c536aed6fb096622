package org.kanworkbench.data;

/** A file that cannot be read as data. The message is one line with problem, location and remedy. */
public class DataException extends Exception {

    public DataException(String message) {
        super(OneLine.of(message));
    }

    public DataException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
