package org.kanworkbench.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Instructions of pickle's protocols, as bytes: those that name classes, call, build, and ask for much. */
final class PickleWords {

    static final List<String> ALL = all();

    private PickleWords() {}

    /** Long because it lists every instruction. */
    private static List<String> all() {
        List<String> words = new ArrayList<>();
        for (String name : Readings.FOREIGN) {
            int dot = name.lastIndexOf('.');
            String module = name.substring(0, dot);
            String type = name.substring(dot + 1);
            // GLOBAL and INST; STACK_GLOBAL of two texts; called without and with arguments.
            words.add("c" + module + "\n" + type + "\n");
            words.add("c" + module + "\n" + type + "\n)R");
            words.add("(i" + module + "\n" + type + "\n");
            words.add(text(module) + text(type) + "\u0093)R");
            words.add("c" + module + "\n" + type + "\n" + text("x") + "\u0085R");
        }
        words.addAll(List.of(
                "(",
                "t",
                ")",
                "R",
                "Q",
                "b",
                "u",
                "s",
                "}",
                "]",
                "e",
                "a",
                "0",
                "2",
                "1",
                "N",
                "\u0088",
                "\u0089",
                "q\0",
                "h\0",
                "j\u00ff\u00ff\u00ff\u007f"));
        words.addAll(List.of(
                "X\u00ff\u00ff\u00ff\u007f",
                "B\u00ff\u00ff\u00ff\u007f",
                "\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
                "\u008a\u00ff",
                "J\u00ff\u00ff\u00ff\u007f",
                "J\0\0\0\u0080",
                "\u008b\u00ff\u00ff\u00ff\u007f",
                "r\u00ff\u00ff\u00ff\u007f",
                "\u0094",
                "\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f"));
        words.addAll(List.of(
                "ctorch\nFloatStorage\n",
                "ctorch\nLongStorage\n",
                "ctorch._utils\n_rebuild_tensor_v2\n",
                "ccollections\nOrderedDict\n",
                text("storage"),
                text("cpu"),
                text("0.weight"),
                "K\0",
                "K\1",
                "M\u00ff\u00ff",
                "I99999999999\n",
                "F1e999\n",
                "P0\n",
                "\u0082\1",
                "."));
        return List.copyOf(words);
    }

    /** SHORT_BINUNICODE. */
    private static String text(String text) {
        return "\u008c" + (char) text.length() + text;
    }
}
