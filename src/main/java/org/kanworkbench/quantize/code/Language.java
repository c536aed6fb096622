package org.kanworkbench.quantize.code;

import java.util.Locale;

/** What a network is written in. */
public enum Language {
    /** C99 and the standard library alone. */
    C("C", ".c"),
    /** Java 17 or newer. */
    JAVA("Java", ".java"),
    /** Python 3 with NumPy. */
    PYTHON("Python", ".py"),
    /** A page with the network in JavaScript, to draw or type inputs. */
    HTML("Web page", ".html");

    private final String label;
    private final String extension;

    Language(String label, String extension) {
        this.label = label;
        this.extension = extension;
    }

    public String label() {
        return label;
    }

    /** The name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String extension() {
        return extension;
    }

    /** The name of a function of float32 that patterns name as in mathematics. */
    String function(String name) {
        // What a language lacks is in its template.
        boolean own = name.equals("where") || name.equals("equal") || name.equals("erf") && this != C;
        if (own) {
            return name;
        }
        boolean choice = name.equals("max") || name.equals("min");
        boolean plain = choice || name.equals("abs");
        return switch (this) {
            case C -> (plain ? "f" + name : name) + "f";
            case JAVA -> (plain ? "" : "(float) ") + "Math." + name;
            case HTML -> "Math." + name;
            case PYTHON -> "np." + (choice ? name + "imum" : name.equals("pow") ? "power" : name);
        };
    }

    String literal(float value) {
        return switch (this) {
            case C, JAVA -> value + "f";
            case PYTHON, HTML -> String.valueOf(value);
        };
    }
}
