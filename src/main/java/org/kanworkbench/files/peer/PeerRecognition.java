package org.kanworkbench.files.peer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kanworkbench.data.Counted;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.tensors.NamedTensors;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Legendre;

/**
 * Recognises a peer's network by tensor names and shapes (TorchKAN: github.com/1ssb/torchkan; efficient-kan:
 * github.com/Blealtan/efficient-kan; others in {@link VariantPeers}).
 */
record PeerRecognition(String file, NamedTensors tensors, Optional<Preset> asked) {

    private static final Pattern OURS = Pattern.compile("layers\\.\\d+\\.(base|basis)_weight");
    private static final Pattern EFFICIENT =
            Pattern.compile("((?:.+\\.)?layers\\.)\\d+\\.(spline_weight|spline_scaler|grid)");
    private static final int MOST_NAMED = 8;

    private static final Pattern DENSE = Pattern.compile("((?:\\w+\\.)*)(\\d{1,4})\\.(weight|bias)");

    private static final String KAL = "kal-net-faithful";
    private static final String KAC = "kac-net-faithful";
    private static final String SPLINE = "torchkan-faithful";
    private static final String EFFICIENT_PRESET = "efficient-kan-faithful";
    private static final String DENSE_PRESET = "mlp-faithful";

    /** Knots are float32. */
    private static final double KNOT_DIGITS = 1e6;

    /** Whether the file cannot be from the workbench. */
    static boolean isForeign(NamedTensors tensors) {
        Set<String> names = tensors.names();
        return hasAny(EFFICIENT, names) || !hasAny(OURS, names);
    }

    private static boolean hasAny(Pattern pattern, Set<String> names) {
        return names.stream().anyMatch(n -> pattern.matcher(n).matches());
    }

    PeerLayout layout() throws ModelFileException {
        Set<String> names = tensors.names();
        ConvolvedPeers convolved = new ConvolvedPeers(file, tensors);
        try {
            Optional<PeerLayout> variant = new VariantPeers(this).layout();
            if (variant.isPresent()) {
                return variant.orElseThrow();
            }
            if (hasAny(EFFICIENT, names)) {
                return efficient();
            }
            if (convolved.preset().isPresent()) {
                return convolved.layout(only(convolved.preset().get()));
            }
            if (names.contains("base_weights.0") && names.contains("poly_weights.0")) {
                return polynomial();
            }
            if (names.contains("base_weights.0") && names.contains("spline_weights.0")) {
                return spline();
            }
            if (!names.isEmpty()
                    && names.stream().allMatch(n -> DENSE.matcher(n).matches())) {
                return dense();
            }
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file + " is no network that can be built: " + e.getMessage(), e);
        }
        throw new ModelFileException(
                file + " holds no network that is known here (its tensors: "
                        + names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                        + (names.size() > MOST_NAMED ? ", …" : "")
                        + "): choose a file of the workbench, a checkpoint of the network of a faithful preset, or one of a stack of Linear layers");
    }

    /** The file's only possible preset, unless another one is requested. */
    Preset only(String name) throws ModelFileException {
        if (asked.isPresent() && !asked.get().name().equals(name)) {
            throw new ModelFileException(file + " holds the network of " + name + ", not of "
                    + asked.get().name() + ": leave --preset out");
        }
        return Preset.named(name).orElseThrow();
    }

    private PeerLayout polynomial() throws ModelFileException {
        if (asked.isEmpty()) {
            throw new PresetNeededException(
                    file + " can be TorchKAN's KAL_Net or KAC_Net, whose files look alike: say which"
                            + " with --preset " + KAL + " or --preset " + KAC,
                    List.of(Preset.named(KAL).orElseThrow(), Preset.named(KAC).orElseThrow()));
        }
        Preset preset = asked.get();
        if (!preset.name().equals(KAL) && !preset.name().equals(KAC)) {
            throw new ModelFileException(file + " holds TorchKAN's KAL_Net or KAC_Net, not the network of "
                    + preset.name() + ": choose --preset " + KAL + " or --preset " + KAC);
        }
        int order = new ConvolvedPeers(file, tensors).order(matrix("base_weights.0"), "poly_weights.0");
        Basis basis = preset.name().equals(KAL) ? new Legendre(order) : new Chebyshev(order);
        return torchkan(preset, Collections.nCopies(layers(), basis), "poly_weights.");
    }

    private PeerLayout spline() throws ModelFileException {
        List<Basis> bases = new ArrayList<>();
        for (int l = 0; l < layers(); l++) {
            bases.add(splineBasis("spline_weights." + l, "grid_" + l));
        }
        return torchkan(only(SPLINE), bases, "spline_weights.");
    }

    private PeerLayout efficient() throws ModelFileException {
        Preset preset = only(EFFICIENT_PRESET);
        String stack = tensors.names().stream()
                .map(EFFICIENT::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElseThrow();
        List<LayerSpec> layers = new ArrayList<>();
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> grids = new LinkedHashSet<>();
        for (int l = 0; l == 0 || tensors.names().contains(stack + l + ".spline_weight"); l++) {
            String theirs = stack + l + ".";
            List<Integer> shape = matrix(theirs + "base_weight");
            boolean scaled = tensors.names().contains(theirs + "spline_scaler");
            layers.add(preset.hiddenLayer()
                    .withBasis(splineBasis(theirs + "spline_weight", theirs + "grid"))
                    .with(LayerField.EDGE_SCALE, scaled)
                    .withSizes(shape.get(1), shape.get(0)));
            names.put(LayerTensor.BASE_WEIGHT.name(l), theirs + "base_weight");
            names.put(LayerTensor.BASIS_WEIGHT.name(l), theirs + "spline_weight");
            if (scaled) {
                names.put(LayerTensor.BASIS_SCALE.name(l), theirs + "spline_scaler");
            }
            grids.add(theirs + "grid");
        }
        return PeerLayout.named(preset, new NetworkSpec(layers), names, grids);
    }

    private BSpline splineBasis(String weightsName, String knotsName) throws ModelFileException {
        return splineBasis(axes(3, weightsName).get(2), knotsName);
    }

    /** Grid and order from grid + order splines and grid + 2·order + 1 knots. */
    BSpline splineBasis(int splines, String knotsName) throws ModelFileException {
        List<Integer> knots = matrix(knotsName);
        int order = knots.get(1) - 1 - splines;
        int grid = splines - order;
        // Rejects impossible sizes before they are used as indices.
        new BSpline(grid, order);
        if (knots.getFirst() == 0) {
            throw unevenGrid(knotsName);
        }
        float[] values = tensors.tensor(knotsName).values();
        double[] ends = rounded(values[order], values[order + grid], grid);
        BSpline basis = new BSpline(grid, order, ends[0], ends[1]);
        checkKnots(knotsName, values, basis);
        return basis;
    }

    /** Both ends of an even grid, of a narrow one with more digits. */
    static double[] rounded(double lower, double upper, int intervals) {
        double step = (upper - lower) / intervals;
        double digits = step > 0 ? Math.max(KNOT_DIGITS, Math.pow(10, Math.ceil(4 - Math.log10(step)))) : KNOT_DIGITS;
        return new double[] {Math.rint(lower * digits) / digits, Math.rint(upper * digits) / digits};
    }

    /** Our knots are the same for every input and evenly spaced. */
    private void checkKnots(String name, float[] values, BSpline basis) throws ModelFileException {
        int knots = basis.grid() + 2 * basis.order() + 1;
        for (int j = 0; j < values.length; j++) {
            if (!(Math.abs(values[j] - basis.knot(j % knots)) < 1e-3 * basis.step())) {
                throw unevenGrid(name);
            }
        }
    }

    ModelFileException unevenGrid(String name) {
        return new ModelFileException(file + ": the knots of " + name
                + " are not the same even grid for every input, which this version does not support:"
                + " choose a network whose grid was not updated");
    }

    private int layers() {
        int layers = 0;
        while (tensors.names().contains("base_weights." + layers)) {
            layers++;
        }
        return layers;
    }

    private PeerLayout torchkan(Preset preset, List<Basis> bases, String basisWeights) throws ModelFileException {
        List<LayerSpec> layers = new ArrayList<>();
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> grids = new LinkedHashSet<>();
        for (int l = 0; l < bases.size(); l++) {
            Basis basis = bases.get(l);
            List<Integer> shape = matrix("base_weights." + l);
            layers.add(preset.hiddenLayer().withBasis(basis).withSizes(shape.get(1), shape.get(0)));
            names.put(LayerTensor.BASE_WEIGHT.name(l), "base_weights." + l);
            names.put(LayerTensor.BASIS_WEIGHT.name(l), basisWeights + l);
            names.put(LayerTensor.NORM_WEIGHT.name(l), "layer_norms." + l + ".weight");
            names.put(LayerTensor.NORM_BIAS.name(l), "layer_norms." + l + ".bias");
            if (basis instanceof BSpline) {
                names.put(LayerTensor.PRELU.name(l), "prelus." + l + ".weight");
                grids.add("grid_" + l);
            }
        }
        return PeerLayout.named(preset, new NetworkSpec(layers), names, grids);
    }

    /** Linear layers in the order of their indices; functions between them have no tensors. */
    private PeerLayout dense() throws ModelFileException {
        SortedMap<Integer, String> linear = new TreeMap<>();
        String stack = "";
        for (String name : tensors.names()) {
            Matcher matcher = DENSE.matcher(name);
            if (matcher.matches()) {
                String prefix = matcher.group(1) + matcher.group(2);
                // Indices count within a module: nothing says in which order modules run.
                if (!linear.isEmpty() && !matcher.group(1).equals(stack)) {
                    throw new ModelFileException(file + " holds two networks, "
                            + linear.lastEntry().getValue() + " and " + prefix + ": save one alone");
                }
                stack = matcher.group(1);
                linear.put(Integer.valueOf(matcher.group(2)), prefix);
            }
        }
        Preset preset = asked.filter(p -> p.name().equals("mlp")).isPresent() ? asked.get() : only(DENSE_PRESET);
        List<Integer> outputs = new ArrayList<>();
        Map<String, String> names = new LinkedHashMap<>();
        int inputs = 0;
        for (String prefix : linear.values()) {
            List<Integer> shape = matrix(prefix + ".weight");
            int l = outputs.size();
            names.put(LayerTensor.BASE_WEIGHT.name(l), prefix + ".weight");
            names.put(LayerTensor.BIAS.name(l), prefix + ".bias");
            inputs = outputs.isEmpty() ? shape.get(1) : inputs;
            outputs.add(shape.getFirst());
        }
        int last = outputs.removeLast();
        return PeerLayout.named(preset, preset.network(inputs, outputs, last), names, Set.of());
    }

    private List<Integer> matrix(String name) throws ModelFileException {
        return axes(2, name);
    }

    /** The shape of a tensor with so many axes. */
    List<Integer> axes(int count, String name) throws ModelFileException {
        List<Integer> shape = tensors.shape(name);
        if (shape.size() != count) {
            throw new ModelFileException(file + ": tensor " + name + " has shape " + shape + ", not "
                    + Counted.of(count, "dimension") + ": check what wrote the file");
        }
        return shape;
    }
}
