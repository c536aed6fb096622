package org.kanworkbench.app.randomuser;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kanworkbench.app.randomuser.Step.Act;
import org.kanworkbench.app.randomuser.Target.Kind;

/** Chooses what the random user does next: anything that can be done now, some of it more often than other. */
final class Chooser {

    /** How often each kind of thing is taken, however many of it there are. */
    private static final Map<Kind, Integer> WEIGHTS = new EnumMap<>(Map.ofEntries(
            Map.entry(Kind.BUTTON, 14),
            Map.entry(Kind.TOGGLE, 8),
            Map.entry(Kind.MENU, 5),
            Map.entry(Kind.COMBO, 5),
            Map.entry(Kind.FIELD, 10),
            Map.entry(Kind.SLIDER, 4),
            Map.entry(Kind.CELL, 7),
            Map.entry(Kind.HEADER, 2),
            Map.entry(Kind.TAB, 4),
            Map.entry(Kind.ITEM, 10),
            Map.entry(Kind.PICTURE, 16),
            Map.entry(Kind.SCROLL, 3)));

    private static final List<String> KEYS = List.of(
            "Tab",
            "Tab",
            "Shift+Tab",
            "Escape",
            "Enter",
            "Space",
            "Up",
            "Down",
            "Left",
            "Right",
            "Delete",
            "Home",
            "End",
            "Ctrl+Enter",
            "Ctrl+Enter",
            "Ctrl+K",
            "Ctrl+Z",
            "Ctrl+Shift+Z",
            "Ctrl+Y",
            "F1",
            "Ctrl+Slash",
            "Ctrl+Comma",
            "Ctrl+O",
            "Plus",
            "Minus",
            "Digit0");

    private static final int PANES = 8;

    /** Styles the whole window anew, which takes as long as twenty clicks: mostly something else is done. */
    private static final String THEME = "#rail-theme";

    private static final List<String> WORDS = List.of(
            "0",
            "1",
            "2",
            "3",
            "5",
            "8",
            "12",
            "16",
            "64",
            "0.5",
            "0.01",
            "1e-3",
            "-1",
            "",
            "abc",
            "1e9",
            "3.7",
            "0,5",
            "∞",
            "x^2 + 1",
            "sin(3*x)",
            "legendre",
            "kal");

    /** For settings of which a great value would only take long. */
    private static final Map<String, List<String>> FEW = Map.of(
            "epochs", List.of("1", "2", "3", "0", "", "x", "1e9"),
            "points", List.of("50", "100", "200", "7", "x"),
            "batch", List.of("16", "32", "64", "0", "x"),
            "seeds", List.of("1", "2", "8", "x"),
            "layer", List.of("2", "4", "8", "0", "x", ""),
            "steps", List.of("20", "50", "100", "x"));

    private static final List<String> FILES =
            List.of("idx", "points.csv", "odd.csv", "model.kan", "broken.kan", "none.json", "empty");

    /** The frame buffer of the headless platform holds no more. */
    private static final int WIDEST = 1600;

    private static final int HIGHEST = 980;
    private static final int NARROWEST = 1024;
    private static final int LOWEST = 640;

    private final Random random;

    Chooser(long seed) {
        random = new Random(seed);
    }

    Step next(Targets targets) {
        double dice = random.nextDouble();
        if (targets.popupOpen()) {
            return dice < 0.1 ? Step.key("Escape", 0) : inPopup(targets);
        }
        if (dice < 0.002) {
            return Step.of(Act.RESTART, "", 0, 0, luck());
        }
        if (dice < 0.03) {
            return Step.of(Act.RESIZE, "", between(NARROWEST, WIDEST), between(LOWEST, HIGHEST), 0);
        }
        if (dice < 0.08) {
            return Step.key("Ctrl+Digit" + (1 + random.nextInt(PANES)), 0);
        }
        if (dice < 0.18) {
            return Step.key(KEYS.get(random.nextInt(KEYS.size())), luck());
        }
        if (dice < 0.19) {
            return Step.of(Act.DROP_FILE, FILES.get(random.nextInt(FILES.size())), 0, 0, luck());
        }
        Target target = any(targets);
        return at(target.path().equals(THEME) && random.nextInt(4) > 0 ? any(targets) : target);
    }

    private int between(int least, int most) {
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + random.nextInt(most - least);
        };
    }

    private long luck() {
        return random.nextInt(1 << 20);
    }

    private Step inPopup(Targets targets) {
        List<Target> inside =
                targets.all().stream().filter(t -> t.path().startsWith("popup")).toList();
        Target target = inside.isEmpty() ? any(targets) : inside.get(random.nextInt(inside.size()));
        return Step.at(Act.CLICK, target, 0.5, 0.5, 0, 0, luck());
    }

    private Target any(Targets targets) {
        Map<Kind, List<Target>> kinds =
                targets.all().stream().collect(Collectors.groupingBy(Target::kind, TreeMap::new, Collectors.toList()));
        int sum = kinds.keySet().stream().mapToInt(WEIGHTS::get).sum();
        int dice = random.nextInt(sum);
        for (Kind kind :
                kinds.keySet().stream().sorted(Comparator.naturalOrder()).toList()) {
            dice -= WEIGHTS.get(kind);
            if (dice < 0) {
                List<Target> all = kinds.get(kind);
                return all.get(random.nextInt(all.size()));
            }
        }
        throw new IllegalStateException("there is nothing to be done in the window");
    }

    private Step at(Target target) {
        double x = random.nextDouble();
        double y = random.nextDouble();
        double dice = random.nextDouble();
        return switch (target.kind()) {
            case FIELD -> Step.typing(target, words(target.path()), luck());
            case SLIDER -> Step.at(Act.DRAG, target, 0.5, 0.5, x, 0.5, 0);
            case SCROLL -> Step.at(Act.WHEEL, target, x, y, 0, random.nextInt(11) - 5, 0);
            case CELL ->
                Step.at(dice < 0.8 ? Act.CLICK : Act.DOUBLE_CLICK, target, Math.min(x, 0.9), 0.5, 0, 0, luck());
            case PICTURE -> inPicture(target, x, y, dice);
            default ->
                Step.at(
                        dice < 0.93 ? Act.CLICK : dice < 0.97 ? Act.HOVER : Act.DOUBLE_CLICK,
                        target,
                        0.5,
                        0.5,
                        0,
                        0,
                        luck());
        };
    }

    private Step inPicture(Target target, double x, double y, double dice) {
        if (dice < 0.3) {
            return Step.at(Act.HOVER, target, x, y, 0, 0, 0);
        }
        if (dice < 0.55) {
            return Step.at(Act.DRAG, target, x, y, random.nextDouble(), random.nextDouble(), 0);
        }
        if (dice < 0.65) {
            return Step.at(Act.WHEEL, target, x, y, 0, random.nextInt(7) - 3, 0);
        }
        return Step.at(
                dice < 0.93 ? Act.CLICK : dice < 0.97 ? Act.DOUBLE_CLICK : Act.RIGHT_CLICK, target, x, y, 0, 0, luck());
    }

    private String words(String path) {
        List<String> choices = FEW.entrySet().stream()
                .filter(few -> path.contains(few.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(WORDS);
        return choices.get(random.nextInt(choices.size()));
    }
}
