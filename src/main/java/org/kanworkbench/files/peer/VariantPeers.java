package org.kanworkbench.files.peer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.peer.PeerLayout.Part;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.CentredBasis;
import org.kanworkbench.network.basis.Fourier;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.ReluBump;
import org.kanworkbench.network.basis.SechBump;
import org.kanworkbench.network.basis.SplineBump;
import org.kanworkbench.network.basis.trained.Rational;
import org.kanworkbench.network.basis.trained.SechSwitch;
import org.kanworkbench.network.basis.trained.Sine;

/**
 * Networks of other repositories, each recognised by a tensor that every layer of it has: FastKAN, FasterKAN, BSRBF-KAN,
 * ChebyKAN, OrthogPolyKANs, FourierKAN, SineKAN, ReLU-KAN, Wav-KAN and GR-KAN, as their faithful presets. Modules may have any
 * names that end in their numbers. What a file does not say is as in the preset: a wavelet, α, how a denominator's powers are signed.
 */
final class VariantPeers {

    /** What the notebooks of ChebyKAN and OrthogPolyKANs call a layer's weights. */
    private static final String COEFFICIENTS = "_coeffs";

    private static final List<String> NOTEBOOKS = List.of("cheby", "hermite", "bessel", "gegenbauer", "laguerre");

    private static final Pattern LAST_NUMBER = Pattern.compile("(\\d{1,6})\\D*$");

    private final PeerRecognition of;
    private final Map<String, List<Part>> parts = new LinkedHashMap<>();
    private final Set<String> constants = new LinkedHashSet<>();

    VariantPeers(PeerRecognition of) {
        this.of = of;
    }

    private interface Reader {
        /** A layer of the form's kind, whose tensors it names. */
        LayerSpec layer(int layer, String module, LayerSpec form) throws ModelFileException;
    }

    /** Empty for a file of something else. */
    Optional<PeerLayout> layout() throws ModelFileException {
        for (String word : NOTEBOOKS) {
            if (has(word + COEFFICIENTS)) {
                return notebook(word);
            }
        }
        for (Kind kind : kinds()) {
            if (has(kind.mark)) {
                return stack(kind.preset, kind.weights, kind.reader);
            }
        }
        return Optional.empty();
    }

    /**
     * A kind of network.
     *
     * @param mark a tensor that no kind after it has
     * @param weights one that every layer has
     */
    private record Kind(String mark, String preset, String weights, Reader reader) {}

    private List<Kind> kinds() {
        return List.of(
                new Kind("rbf.inv_denominator", "faster-kan-faithful", "spline_linear.weight", this::faster),
                new Kind("spline_linear.weight", "fast-kan-faithful", "spline_linear.weight", this::fast),
                new Kind("rbf.grid", "bsrbf-kan-faithful", "spline_weight", this::splineBumps),
                new Kind("fouriercoeffs", "fourier-kan-faithful", "fouriercoeffs", this::fourier),
                new Kind("amplitudes", "sine-kan-faithful", "amplitudes", this::sines),
                new Kind("phase_low", "relu-kan-faithful", "phase_low", this::reluBumps),
                new Kind("wavelet_weights", "wav-kan-faithful", "wavelet_weights", this::wavelets),
                new Kind("weight_numerator", "gr-kan-faithful", "weight_numerator", this::rational));
    }

    private boolean has(String tensor) {
        return !modules(tensor).isEmpty();
    }

    /** Those that have a tensor of that name, by their numbers. */
    private List<String> modules(String tensor) {
        return of.tensors().names().stream()
                .filter(name -> name.endsWith("." + tensor))
                .map(name -> name.substring(0, name.length() - tensor.length()))
                .sorted(Comparator.comparingInt(VariantPeers::number).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static int number(String module) {
        Matcher matcher = LAST_NUMBER.matcher(module);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** What is before its number. */
    private static String place(String module) {
        Matcher matcher = LAST_NUMBER.matcher(module);
        return matcher.find() ? module.substring(0, matcher.start()) : module;
    }

    private Optional<PeerLayout> stack(String name, String tensor, Reader reader) throws ModelFileException {
        Preset preset = of.only(name);
        List<String> modules = modules(tensor);
        List<LayerSpec> layers = new ArrayList<>();
        for (int l = 0; l < modules.size(); l++) {
            // Numbers count within a module: nothing says in which order modules run.
            if (l > 0
                    && (!place(modules.get(l)).equals(place(modules.getFirst()))
                            || number(modules.get(l)) == number(modules.get(l - 1)))) {
                throw new ModelFileException(of.file() + " does not tell which comes first, " + modules.get(l - 1)
                        + tensor + " or " + modules.get(l) + tensor
                        + ": save one network alone, its layers numbered in a row");
            }
            LayerSpec form = l + 1 < modules.size() ? preset.hiddenLayer() : preset.lastLayer();
            layers.add(reader.layer(l, modules.get(l), form));
        }
        return Optional.of(new PeerLayout(preset, new NetworkSpec(layers), parts, constants));
    }

    private void put(LayerTensor ours, int layer, Part... theirs) {
        parts.put(ours.name(layer), List.of(theirs));
    }

    /** Weights as [input, output, degree]; layer norms are modules of their own, or there are none. */
    private Optional<PeerLayout> notebook(String word) throws ModelFileException {
        String tensor = word + COEFFICIENTS;
        List<String> norms = modules("weight");
        constants.addAll(named("arange"));
        return stack(word + "-kan-faithful", tensor, (l, module, form) -> {
            List<Integer> shape = of.axes(3, module + tensor);
            put(LayerTensor.BASIS_WEIGHT, l, Part.turned(module + tensor, 1, 0, 2));
            boolean normalizes = form.normalization() != Normalization.NONE && !norms.isEmpty();
            if (normalizes) {
                String norm = l < norms.size() ? norms.get(l) : "ln" + (l + 1) + ".";
                put(LayerTensor.NORM_WEIGHT, l, Part.same(norm + "weight"));
                put(LayerTensor.NORM_BIAS, l, Part.same(norm + "bias"));
            }
            List<Double> values = new ArrayList<>(form.basis().values());
            values.set(0, shape.get(2) - 1.0);
            return form.withBasis(form.basis().with(values))
                    .with(LayerField.NORMALIZATION, normalizes ? form.normalization() : Normalization.NONE)
                    .withSizes(shape.get(0), shape.get(1));
        });
    }

    private List<String> named(String tensor) {
        return modules(tensor).stream().map(module -> module + tensor).toList();
    }

    private LayerSpec fast(int l, String module, LayerSpec form) throws ModelFileException {
        float[] grid = values(module + "rbf.grid");
        double[] ends = PeerRecognition.rounded(grid[0], grid[grid.length - 1], grid.length - 1);
        CentredBasis basis = new GaussianRbf(grid.length, ends[0], ends[1]);
        if (!isEven(grid, basis)) {
            throw of.unevenGrid(module + "rbf.grid");
        }
        constants.add(module + "rbf.grid");
        LayerSpec layer = normalized(l, module, "spline_linear.weight", form.withBasis(basis));
        if (of.tensors().names().contains(module + "base_linear.weight")) {
            put(LayerTensor.BASE_WEIGHT, l, Part.same(module + "base_linear.weight"));
            put(LayerTensor.BIAS, l, Part.same(module + "base_linear.bias"));
            return layer;
        }
        return layer.with(Map.of(LayerField.BASE, Activation.ZERO, LayerField.BIAS, false));
    }

    /** Its centres may have been trained. */
    private LayerSpec faster(int l, String module, LayerSpec form) throws ModelFileException {
        float[] grid = values(module + "rbf.grid");
        SechBump usual = (SechBump) form.basis();
        double[] ends = PeerRecognition.rounded(grid[0], grid[grid.length - 1], grid.length - 1);
        CentredBasis even = new SechBump(grid.length, ends[0], ends[1], usual.gradientShare());
        Basis basis = even;
        if (isEven(grid, even)) {
            constants.addAll(List.of(module + "rbf.grid", module + "rbf.inv_denominator"));
        } else {
            basis = new SechSwitch(grid.length, usual.lower(), usual.upper(), true);
            put(LayerTensor.BASIS_VALUE, l, Part.flat(module + "rbf.grid"), Part.flat(module + "rbf.inv_denominator"));
        }
        return normalized(l, module, "spline_linear.weight", form.withBasis(basis));
    }

    private LayerSpec splineBumps(int l, String module, LayerSpec form) throws ModelFileException {
        int inputs = of.axes(2, module + "base_weight").get(1);
        int terms = of.axes(2, module + "spline_weight").get(1) / Math.max(1, inputs);
        BSpline spline = of.splineBasis(terms, module + "grid");
        CentredBasis bumps = new GaussianRbf(terms, spline.lower(), spline.upper());
        if (!isEven(values(module + "rbf.grid"), bumps)) {
            throw of.unevenGrid(module + "rbf.grid");
        }
        constants.addAll(List.of(module + "grid", module + "rbf.grid"));
        put(LayerTensor.BASE_WEIGHT, l, Part.same(module + "base_weight"));
        return normalized(
                l,
                module,
                "spline_weight",
                form.withBasis(new SplineBump(spline.grid(), spline.order(), spline.lower(), spline.upper())));
    }

    /** A layer whose inputs pass a layer norm. */
    private LayerSpec normalized(int l, String module, String weight, LayerSpec form) throws ModelFileException {
        List<Integer> shape = of.axes(2, module + weight);
        put(LayerTensor.BASIS_WEIGHT, l, Part.same(module + weight));
        put(LayerTensor.SCALING_WEIGHT, l, Part.same(module + "layernorm.weight"));
        put(LayerTensor.SCALING_BIAS, l, Part.same(module + "layernorm.bias"));
        return form.withSizes(shape.get(1) / form.basis().terms(), shape.get(0));
    }

    /** Weights as [cosines, sines][output, input, frequency]. */
    private LayerSpec fourier(int l, String module, LayerSpec form) throws ModelFileException {
        List<Integer> shape = of.axes(4, module + "fouriercoeffs");
        boolean bias = of.tensors().names().contains(module + "bias");
        put(LayerTensor.BASIS_WEIGHT, l, Part.turned(module + "fouriercoeffs", 1, 2, 3, 0));
        if (bias) {
            put(LayerTensor.BIAS, l, Part.flat(module + "bias"));
        }
        return form.withBasis(new Fourier(shape.get(3), -Math.PI, Math.PI, bias))
                .with(LayerField.BIAS, bias)
                .withSizes(shape.get(2), shape.get(1));
    }

    private LayerSpec sines(int l, String module, LayerSpec form) throws ModelFileException {
        List<Integer> shape = of.axes(3, module + "amplitudes");
        put(LayerTensor.BASIS_WEIGHT, l, Part.same(module + "amplitudes"));
        put(LayerTensor.BASIS_VALUE, l, Part.flat(module + "freq"));
        put(LayerTensor.BIAS, l, Part.flat(module + "bias"));
        Sine basis = new Sine(shape.get(2), ((Sine) form.basis()).step());
        int inputs = shape.get(1);
        float[] phases = values(module + "phase");
        constants.add(module + "phase");
        if (phases.length != inputs * basis.order()
                || IntStream.range(0, phases.length)
                        .anyMatch(n ->
                                !(Math.abs(phases[n] - basis.initial(1, n % basis.order(), n / basis.order(), inputs))
                                        < 1e-3))) {
            throw new ModelFileException(of.file() + ": the phases of " + module
                    + "phase are not those of SineKAN, which this version does not support: choose another network");
        }
        return form.withBasis(basis).withSizes(inputs, shape.get(0));
    }

    /** Grid and order from their sum and from how wide the bumps are on average: (order + 1) / grid before training. */
    private LayerSpec reluBumps(int l, String module, LayerSpec form) throws ModelFileException {
        List<Integer> shape = of.axes(2, module + "phase_low");
        float[] low = values(module + "phase_low");
        float[] high = values(module + "phase_height");
        double width = IntStream.range(0, Math.min(low.length, high.length))
                .mapToDouble(n -> high[n] - low[n])
                .average()
                .orElse(0);
        int terms = shape.get(1);
        int order = IntStream.range(0, terms)
                .boxed()
                .min(Comparator.comparingDouble(k -> Math.abs((k + 1.0) / (terms - k) - width)))
                .orElse(0);
        put(LayerTensor.BASIS_VALUE, l, Part.flat(module + "phase_low"), Part.flat(module + "phase_height"));
        put(LayerTensor.BASIS_WEIGHT, l, Part.flat(module + "equal_size_conv.weight"));
        put(LayerTensor.BIAS, l, Part.same(module + "equal_size_conv.bias"));
        ReluBump usual = (ReluBump) form.basis();
        return form.withBasis(new ReluBump(terms - order, order, usual.lower(), usual.upper()))
                .withSizes(
                        shape.get(0),
                        of.axes(1, module + "equal_size_conv.bias").getFirst());
    }

    private LayerSpec wavelets(int l, String module, LayerSpec form) throws ModelFileException {
        List<Integer> shape = of.axes(2, module + "wavelet_weights");
        put(LayerTensor.BASIS_WEIGHT, l, Part.flat(module + "wavelet_weights"));
        put(LayerTensor.EDGE_SHIFT, l, Part.same(module + "translation"));
        put(LayerTensor.EDGE_STRETCH, l, Part.same(module + "scale"));
        put(LayerTensor.NORM_WEIGHT, l, Part.same(module + "bn.weight"));
        put(LayerTensor.NORM_BIAS, l, Part.same(module + "bn.bias"));
        put(LayerTensor.RUNNING_MEAN, l, Part.same(module + "bn.running_mean"));
        put(LayerTensor.RUNNING_VARIANCE, l, Part.same(module + "bn.running_var"));
        // Counted or declared by the repository, and without effect.
        constants.addAll(List.of(module + "weight1", module + "bn.num_batches_tracked"));
        return form.withSizes(shape.get(1), shape.get(0));
    }

    /** Rational functions act1, act2, …, each before a Linear layer fc1, fc2, …; denominators as [group, degree]. */
    private LayerSpec rational(int l, String module, LayerSpec form) throws ModelFileException {
        String linear = module.replaceFirst("act(?=\\d+\\.$)", "fc");
        List<Integer> shape = of.axes(2, linear + "weight");
        put(
                LayerTensor.BASIS_VALUE,
                l,
                Part.flat(module + "weight_numerator"),
                Part.turned(module + "weight_denominator", 1, 0));
        put(LayerTensor.BASIS_WEIGHT, l, Part.flat(linear + "weight"));
        put(LayerTensor.BIAS, l, Part.same(linear + "bias"));
        Rational usual = (Rational) form.basis();
        int groups = of.axes(2, module + "weight_denominator").getFirst();
        return form.withBasis(new Rational(usual.order(), groups, usual.start(), usual.signed()))
                .withSizes(shape.get(1), shape.get(0));
    }

    /** At least two. */
    private float[] values(String tensor) throws ModelFileException {
        float[] values = of.tensors().tensor(tensor).values();
        if (values.length < 2) {
            throw new ModelFileException(
                    of.file() + ": tensor " + tensor + " has too few values: check what wrote the file");
        }
        return values;
    }

    private static boolean isEven(float[] centres, CentredBasis basis) {
        return centres.length == basis.centres()
                && IntStream.range(0, centres.length)
                        .allMatch(k -> Math.abs(centres[k] - basis.centre(k)) < 1e-3 * basis.spacing());
    }
}
