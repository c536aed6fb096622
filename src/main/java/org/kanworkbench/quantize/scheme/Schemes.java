package org.kanworkbench.quantize.scheme;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.quantize.scheme.WeightFormat.Float16;
import org.kanworkbench.quantize.scheme.WeightFormat.Float32;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;

/**
 * Schemes by name: {@code NAME[:CHANGE,…][/WHERE=BITS,…]}, for instance {@code w4:output,affine/layer2=8,P3=6}. NAME is
 * one of {@link #NAMES}; a CHANGE sets the granularity of scales (tensor, output, group32), symmetry (symmetric,
 * affine), range (min-max, percentile, mse) or choice of codes (nearest, fitted); WHERE=BITS sets another format for
 * some weights: WHERE is a layer from 1 (layer2), a term (P3, base), one term of one layer (layer2.P3) or the
 * convolutions (stem), BITS 2 to 8, float16 or float32. The last rule that covers a weight applies.
 */
public final class Schemes {

    private static final String FLOAT_32 = "float32";
    private static final String FLOAT_16 = "float16";

    /** The baseline of latencies. */
    public static final Scheme FLOAT32 = new Scheme(FLOAT_32, new Float32(), Arithmetic.FLOAT);

    /** With eight bits, better ranges or more scales bring no gain. */
    private static final Integers INT8 = new Integers(8, Granularity.OUTPUT, Symmetry.SYMMETRIC, RangeRule.MIN_MAX);

    /** For fewer bits, this combination had the smallest accuracy drop on training samples for every preset. */
    private static final Integers FEW_BITS = new Integers(4, Granularity.GROUP_32, Symmetry.AFFINE, RangeRule.MSE);

    private static final List<Scheme> KNOWN = known();

    public static final List<String> NAMES = KNOWN.stream().map(Scheme::name).toList();

    private static final List<Choice> CHOICES = choices();

    private Schemes() {}

    /** A word that changes the integer format. */
    private record Choice(String word, UnaryOperator<Integers> change) {}

    private static List<Scheme> known() {
        List<Scheme> all = new ArrayList<>(List.of(
                FLOAT32,
                new Scheme(FLOAT_16, new Float16(), Arithmetic.FLOAT),
                new Scheme("int8-dynamic", INT8, Arithmetic.INT8_DYNAMIC),
                new Scheme("int8-static", INT8, Arithmetic.INT8_STATIC),
                new Scheme("int8-lean", INT8, Arithmetic.INT8_LEAN)));
        for (int bits = Integers.MOST_BITS; bits >= Integers.FEWEST_BITS; bits--) {
            all.add(new Scheme("w" + bits, usual(bits), Arithmetic.SIMULATED));
        }
        return List.copyOf(all);
    }

    /** The default integer format for a number of bits. */
    private static Integers usual(int bits) {
        return bits == INT8.bits() ? INT8 : FEW_BITS.withBits(bits);
    }

    private static List<Choice> choices() {
        List<Choice> all = new ArrayList<>();
        for (Granularity g : Granularity.values()) {
            all.add(new Choice(
                    word(g).replace("-", ""), f -> new Integers(f.bits(), g, f.symmetry(), f.range(), f.rounding())));
        }
        for (Symmetry s : Symmetry.values()) {
            all.add(new Choice(word(s), f -> new Integers(f.bits(), f.granularity(), s, f.range(), f.rounding())));
        }
        for (RangeRule r : RangeRule.values()) {
            all.add(new Choice(word(r), f -> new Integers(f.bits(), f.granularity(), f.symmetry(), r, f.rounding())));
        }
        all.add(new Choice(word(Rounding.NEAREST), f -> f.withRounding(Rounding.NEAREST)));
        all.add(new Choice(word(Rounding.FITTED), Schemes::fitted));
        return all;
    }

    /** Over the whole range: fitted codes gain more than clipping would, on training samples of every preset. */
    private static Integers fitted(Integers format) {
        return new Integers(format.bits(), format.granularity(), format.symmetry(), RangeRule.MIN_MAX, Rounding.FITTED);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The default schemes of {@code quantize}. */
    public static List<Scheme> standard() {
        Stream<Scheme> nearest = KNOWN.stream().filter(scheme -> !scheme.name().equals("w7"));
        Stream<Scheme> fitted = IntStream.of(3, 2)
                .mapToObj(bits -> new Scheme(
                        "w" + bits + ":" + word(Rounding.FITTED),
                        fitted(FEW_BITS.withBits(bits)),
                        Arithmetic.SIMULATED));
        return Stream.concat(nearest, fitted).toList();
    }

    /** The scheme's NAME without changes. */
    public static String nameIn(String text) {
        return text.split("[:/]", 2)[0];
    }

    /** Parses a scheme. Throws QuantizeException for a word that is unknown or does not match this network. */
    public static Scheme parse(String text, NetworkSpec network) throws QuantizeException {
        String name = nameIn(text);
        Scheme known = KNOWN.stream()
                .filter(scheme -> scheme.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new QuantizeException(
                        "scheme '" + name + "' is not known: choose one of " + String.join(", ", NAMES)));
        String rest = text.substring(name.length());
        int slash = rest.indexOf('/');
        String changes = slash < 0 ? rest : rest.substring(0, slash);
        List<BitRule> rules = new ArrayList<>();
        if (slash >= 0) {
            for (String rule : rest.substring(slash + 1).split(",", -1)) {
                rules.add(rule(text, rule, changes, network));
            }
        }
        WeightFormat weights = changed(text, known.weights(), changes);
        // Float graphs cannot have integer weights.
        Arithmetic arithmetic =
                known.arithmetic() == Arithmetic.FLOAT && !rules.isEmpty() ? Arithmetic.SIMULATED : known.arithmetic();
        Scheme scheme = new Scheme(text, weights, arithmetic, rules);
        if (scheme.fitted() && arithmetic != Arithmetic.SIMULATED) {
            throw wrong(
                    text, "'" + word(Rounding.FITTED) + "' is for simulated schemes: choose w8 to w2 or leave it out");
        }
        return scheme;
    }

    private static WeightFormat changed(String text, WeightFormat format, String changes) throws QuantizeException {
        if (changes.isEmpty()) {
            return format;
        }
        if (!(format instanceof Integers integers)) {
            throw wrong(text, "'" + changes + "' is for integers: leave it out");
        }
        for (String word : changes.substring(1).split(",", -1)) {
            Choice choice = CHOICES.stream()
                    .filter(c -> c.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> wrong(
                            text,
                            "'" + word + "' is not known: choose one of "
                                    + String.join(
                                            ", ",
                                            CHOICES.stream().map(Choice::word).toList())));
            integers = choice.change().apply(integers);
        }
        return integers;
    }

    private static BitRule rule(String text, String rule, String changes, NetworkSpec network)
            throws QuantizeException {
        String[] sides = rule.split("=", -1);
        if (sides.length != 2 || sides[0].isEmpty() || sides[0].endsWith(".")) {
            throw wrong(text, "'" + rule + "' is no rule: write for instance layer2=8 or P3=6");
        }
        WeightFormat format = format(text, sides[1], changes);
        String where = sides[0];
        if (where.equals("stem")) {
            return checked(
                    text, where, new BitRule(OptionalInt.of(BitRule.STEM), OptionalInt.empty(), format), network);
        }
        OptionalInt layer = OptionalInt.empty();
        String term = where;
        if (where.matches("layer[1-9]\\d{0,3}(\\..*)?")) {
            String[] parts = where.split("\\.", 2);
            layer = OptionalInt.of(Integer.parseInt(parts[0].substring("layer".length())) - 1);
            term = parts.length == 2 ? parts[1] : "";
        }
        return checked(text, where, new BitRule(layer, term(text, where, layer, term, network), format), network);
    }

    private static BitRule checked(String text, String where, BitRule rule, NetworkSpec network)
            throws QuantizeException {
        if (!rule.fits(network)) {
            throw nowhere(text, where, network);
        }
        return rule;
    }

    private static WeightFormat format(String text, String bits, String changes) throws QuantizeException {
        return switch (bits) {
            case FLOAT_32 -> new Float32();
            case FLOAT_16 -> new Float16();
            case "2", "3", "4", "5", "6", "7", "8" -> changed(text, usual(Integer.parseInt(bits)), changes);
            default -> throw wrong(text, "'" + bits + "' are no bits: choose 2 to 8, float16 or float32");
        };
    }

    private static OptionalInt term(String text, String where, OptionalInt layer, String term, NetworkSpec network)
            throws QuantizeException {
        if (term.isEmpty()) {
            return OptionalInt.empty();
        }
        if (term.equals("base")) {
            return OptionalInt.of(BitRule.BASE);
        }
        Optional<Integer> found = WeightTensor.of(network).stream()
                // A stem's kernels, whose terms may be called alike, have a rule of their own.
                .filter(weights ->
                        layer.isEmpty() ? weights.layer() != BitRule.STEM : layer.getAsInt() == weights.layer())
                .flatMap(weights -> IntStream.range(0, weights.terms().size())
                        .filter(place -> plain(weights.labels().get(place)).equals(plain(term)))
                        .mapToObj(weights.terms()::get))
                .findFirst();
        return OptionalInt.of(found.orElseThrow(() -> nowhere(text, where, network)));
    }

    private static QuantizeException nowhere(String text, String where, NetworkSpec network) {
        Stream<String> terms = WeightTensor.of(network).stream()
                .flatMap(weights -> weights.layer() == BitRule.STEM
                        ? Stream.of("stem")
                        : weights.terms().getFirst() == BitRule.BASE
                                ? Stream.of("base")
                                : weights.labels().stream().map(Schemes::plain));
        String layers = network.layers().size() == 1
                ? "layer1"
                : "layer1 to layer" + network.layers().size();
        return wrong(
                text,
                "this network has no '" + where + "': choose " + layers + ", "
                        + String.join(", ", terms.distinct().toList()));
    }

    private static QuantizeException wrong(String text, String what) {
        return new QuantizeException("scheme " + text + ": " + what);
    }

    /** A term's name in ASCII: P₃ as P3, x² as x2. */
    static String plain(String label) {
        StringBuilder plain = new StringBuilder();
        label.codePoints()
                .forEach(c -> plain.appendCodePoint(
                        c >= '₀' && c <= '₉' ? c - '₀' + '0' : c == '²' ? '2' : c == '³' ? '3' : c));
        return plain.toString();
    }
}
