package org.kanworkbench.app.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kanworkbench.plot.Palette;

/**
 * Which colour a run or model has, in every pane; a run has it again after the next start. Of those that can be seen no
 * two are alike while there are enough colours. Use on the interface thread only.
 */
public final class SeriesColours {

    /** By run number, or by the model itself where it is no run; the one that was asked for least recently first. */
    private final Map<Object, Integer> given = new LinkedHashMap<>(16, 0.75f, true);

    private final Supplier<Set<Integer>> open;
    private Set<Long> shown = Set.of();
    private final List<Runnable> listeners = new ArrayList<>();

    /** @param open colours of what is open in the window */
    public SeriesColours(Supplier<Set<Integer>> open) {
        this.open = open;
    }

    /** Index into the palette, for {@link Palette#series(int)} and {@link Palette#style(int)}; the same at every call. */
    public int of(Object key) {
        Integer known = given.get(key);
        if (known != null) {
            return known;
        }
        // The one that goes with its number first: mostly, that is the same after a restart.
        int usual = key instanceof Long run ? (int) Math.floorMod(run - 1, (long) Palette.SERIES) : 0;
        int series = free(usual).orElseGet(() -> takeBack(usual));
        given.put(key, series);
        listeners.forEach(Runnable::run);
        return series;
    }

    /** The colours of runs, for instance {@code 12=0 14=3}. */
    public String text() {
        return given.entrySet().stream()
                .filter(entry -> entry.getKey() instanceof Long)
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    /** Gives runs the colours of such a text; refuses with an IllegalArgumentException what is none. */
    public void restore(String text) {
        for (String pair : text.split(" ")) {
            String[] parts = pair.split("=", 2);
            given.put(Long.valueOf(parts[0]), Math.floorMod(Integer.parseInt(parts[parts.length - 1]), Palette.SERIES));
        }
    }

    /** Tells when a run or model gets a colour. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** The colour of what is about to be opened: its own, unless something open has been given the same since. */
    public int opening(Object key) {
        if (open.get().contains(given.get(key))) {
            given.remove(key);
        }
        return of(key);
    }

    private Optional<Integer> free(int usual) {
        Set<Integer> held = open.get();
        for (int n = 0; n < Palette.SERIES; n++) {
            int series = (usual + n) % Palette.SERIES;
            // What is open may have one under a key that was given another since, as a run that is opened a second
            // time.
            if (!given.containsValue(series) && !held.contains(series)) {
                return Optional.of(series);
            }
        }
        return Optional.empty();
    }

    /**
     * The usual colour if it is of something out of sight, else that of what has been so for longest; where all can be seen,
     * one that nothing open has, else the rarest.
     */
    private int takeBack(int usual) {
        Set<Integer> held = open.get();
        Optional<Object> unseen = given.entrySet().stream()
                .filter(entry -> !shown.contains(entry.getKey()) && !held.contains(entry.getValue()))
                .min(Comparator.comparing(entry -> entry.getValue() != usual))
                .map(Map.Entry::getKey);
        return unseen.map(given::remove)
                .orElseGet(() -> IntStream.range(0, Palette.SERIES)
                        .boxed()
                        .min(Comparator.<Integer, Boolean>comparing(held::contains)
                                .thenComparing(series -> Collections.frequency(given.values(), series)))
                        .orElseThrow());
    }

    /** Run numbers that can be seen beside what is open: they keep their colours. */
    public void show(Set<Long> runs) {
        shown = Set.copyOf(runs);
    }
}
