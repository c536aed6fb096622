package org.kanworkbench.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.MultKanPass;
import org.kanworkbench.formula.network.Scores;
import org.kanworkbench.formula.network.Terms;
import org.kanworkbench.optimize.LeastSquares;

/**
 * Takes nodes and edges out of a network, those first on which least of the output rests: each only if the rest, refitted,
 * does as well without it on validation rows.
 */
public final class Pruner {

    private final Samples train;
    private final Samples validation;
    private final UnaryOperator<MultKan> refit;
    private final BooleanSupplier stop;

    Pruner(Samples train, Samples validation, UnaryOperator<MultKan> refit, BooleanSupplier stop) {
        this.train = train;
        this.validation = validation;
        this.refit = refit;
        this.stop = stop;
    }

    /** @param most validation error that is allowed */
    MultKan nodes(MultKan network, double most) {
        MultKan best = network;
        boolean smaller = true;
        while (smaller && !stop.getAsBoolean()) {
            smaller = false;
            for (int[] node : hidden(best)) {
                MultKan tried = refit.apply(without(best, node[0], node[1]));
                if (NetworkFit.rmse(tried, validation) <= most) {
                    best = tried;
                    smaller = true;
                    break;
                }
            }
        }
        return best;
    }

    /** @param most validation error that is allowed */
    MultKan edges(MultKan network, double most) {
        MultKan best = network;
        boolean fewer = true;
        // What was needed beside an edge may not be without it.
        while (fewer && !stop.getAsBoolean()) {
            fewer = false;
            for (Place place : weakestFirst(best)) {
                if (stop.getAsBoolean() || !needless(best, place)) {
                    continue;
                }
                MultKan tried = refit.apply(best.withEdge(place, Edge.NONE));
                if (NetworkFit.rmse(tried, validation) <= most) {
                    best = tried;
                    fewer = true;
                }
            }
        }
        return best;
    }

    /**
     * Where a node has one edge only, that becomes x and those behind it take its part: two functions in a row are one.
     *
     * @param most validation error that is allowed
     */
    MultKan collapsed(MultKan some, double most) {
        MultKan best = some;
        for (Place place : some.unlocked()) {
            MultKan.Layer layer = best.layers().get(place.layer());
            boolean alone = Arrays.stream(layer.edges()[place.subnode()])
                            .filter(edge -> !(edge instanceof Edge.None))
                            .count()
                    == 1;
            boolean plain = best.edge(place) instanceof Edge.Function f
                    && f.function().name().equals("x");
            boolean locked = some.ties().locked().stream()
                    .anyMatch(behind -> behind.layer() == place.layer() + 1 && behind.input() == place.subnode());
            if (!alone
                    || plain
                    || locked
                    || place.subnode() >= layer.sums()
                    || place.layer() == best.layers().size() - 1) {
                continue;
            }
            MultKan tried = refit.apply(through(best, place));
            if (NetworkFit.rmse(tried, validation) <= most) {
                best = tried;
            }
        }
        return best;
    }

    private MultKan through(MultKan some, Place place) {
        CandidateFunction same = CandidateFunction.named("x").orElseThrow();
        MultKan plain = some.withEdge(place, new Edge.Function(same, 1, 0, 1, 0));
        // The node may scale and shift it.
        double[] x = MultKanPass.of(plain, train.x()).inputs(place.layer() + 1)[place.subnode()];
        MultKanPass pass = MultKanPass.of(some, train.x());
        MultKan.Layer next = some.layers().get(place.layer() + 1);
        Terms[] terms = next.terms().clone();
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        terms[place.subnode()] = terms[place.subnode()].adapted(sorted, NetworkFit.EVEN_SHARE);
        Edge[][] edges = Arrays.stream(next.edges()).map(Edge[]::clone).toArray(Edge[][]::new);
        for (int j = 0; j < edges.length; j++) {
            double[] added = pass.added(new Place(place.layer() + 1, j, place.subnode()));
            if (added != null) {
                edges[j][place.subnode()] =
                        new Edge.Spline(new LeastSquares(terms[place.subnode()].matrix(x)).solve(added), 0, 1);
            }
        }
        return plain.withLayer(place.layer() + 1, next.with(terms, edges));
    }

    /** Edges, the one first on which least of the output rests. */
    List<Place> weakestFirst(MultKan network) {
        Scores scores = scores(network);
        return network.unlocked().stream()
                .sorted(Comparator.comparingDouble(scores::of))
                .toList();
    }

    /** Whether its subnode keeps another edge, and its input another way to the output. */
    static boolean needless(MultKan network, Place place) {
        MultKan.Layer layer = network.layers().get(place.layer());
        boolean other = IntStream.range(0, layer.inputs())
                .anyMatch(i -> i != place.input() && !(layer.edges()[place.subnode()][i] instanceof Edge.None));
        boolean way = place.layer() == 0
                || IntStream.range(0, layer.subnodes())
                        .anyMatch(j -> j != place.subnode() && !(layer.edges()[j][place.input()] instanceof Edge.None));
        return other && way;
    }

    /**
     * Edges that go, and those that lead nowhere, or come from nowhere, without them.
     *
     * @return empty where nothing would be left of an output
     */
    public static Optional<Set<Place>> cut(MultKan network, Predicate<Place> goes) {
        Set<Place> kept = new HashSet<>(network.places());
        kept.removeIf(goes);
        boolean changed = true;
        while (changed) {
            changed = kept.removeIf(place -> !follows(network, kept, place) || !leads(network, kept, place));
        }
        if (kept.stream().noneMatch(place -> place.layer() == network.layers().size() - 1)) {
            return Optional.empty();
        }
        Set<Place> gone = new HashSet<>(network.places());
        gone.removeAll(kept);
        return Optional.of(gone);
    }

    /** Whether all that the edge's node is made of keeps an edge: a product of nothing is none. */
    private static boolean leads(MultKan network, Set<Place> kept, Place place) {
        MultKan.Layer layer = network.layers().get(place.layer());
        int node = layer.node(place.subnode());
        boolean whole = IntStream.range(0, layer.subnodes())
                .filter(j -> layer.node(j) == node)
                .allMatch(j -> kept.stream().anyMatch(k -> k.layer() == place.layer() && k.subnode() == j));
        return whole
                && (place.layer() == network.layers().size() - 1
                        || kept.stream().anyMatch(k -> k.layer() == place.layer() + 1 && k.input() == node));
    }

    /** Whether the edge's input is made of something. */
    private static boolean follows(MultKan network, Set<Place> kept, Place place) {
        if (place.layer() == 0) {
            return true;
        }
        MultKan.Layer before = network.layers().get(place.layer() - 1);
        return kept.stream().anyMatch(k -> k.layer() == place.layer() - 1 && before.node(k.subnode()) == place.input());
    }

    private Scores scores(MultKan network) {
        return Scores.of(MultKanPass.of(network, train.x()));
    }

    /** Layer and number of every hidden node of a layer that has others and no locked edge, the least important first. */
    private List<int[]> hidden(MultKan network) {
        Scores scores = scores(network);
        List<int[]> nodes = new ArrayList<>();
        for (int l = 0; l < network.layers().size() - 1; l++) {
            int count = network.layers().get(l).nodes();
            for (int n = 0; n < count && count > 1; n++) {
                int[] node = {l, n};
                if (network.ties().locked().stream().noneMatch(place -> isOf(network, place, node))) {
                    nodes.add(node);
                }
            }
        }
        nodes.sort(Comparator.comparingDouble(node -> scores.nodes().get(node[0] + 1)[node[1]]));
        return nodes;
    }

    /** Whether an edge goes into a node, or comes from it. */
    private static boolean isOf(MultKan network, Place place, int[] node) {
        return place.layer() == node[0] && network.layers().get(node[0]).node(place.subnode()) == node[1]
                || place.layer() == node[0] + 1 && place.input() == node[1];
    }

    private static MultKan without(MultKan network, int layer, int node) {
        List<int[]> kept = new ArrayList<>();
        for (int l = 0; l < network.layers().size() - 1; l++) {
            int at = l;
            kept.add(IntStream.range(0, network.layers().get(l).nodes())
                    .filter(n -> at != layer || n != node)
                    .toArray());
        }
        return network.withNodes(kept);
    }
}
