package org.kanworkbench.search.sampler;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.kanworkbench.search.space.Domain;

/**
 * The density of a setting's values by Parzen's method, as Optuna 4 defines it for its univariate TPE: a kernel at every
 * observation and one for the prior; a number's kernels are normal distributions cut off at the domain's edges, as wide
 * as the larger gap to the neighbours, a whole number's are integrated over it, and a choice's are all weight on the
 * observed one but for the prior's share.
 */
final class ParzenEstimator {

    static final double PRIOR_WEIGHT = 1;

    /** Observations that count fully; older ones count the less the older they are. */
    private static final int FULL = 25;

    private static final NormalDistribution STANDARD = new NormalDistribution();

    private final Domain domain;
    /** One per kernel, the prior's last; they sum to 1. */
    private final double[] weights;
    /** Of numbers, on the scale of the search. */
    private final double[] mu;

    private final double[] sigma;
    /** Share of each kernel before it is cut off. */
    private final double[] within;
    /** [kernel][choice] */
    private final double[][] shares;

    /** @param observed values in the order of their trials */
    ParzenEstimator(Domain domain, List<Object> observed) {
        this.domain = domain;
        weights = weights(observed.size());
        switch (domain) {
            case Domain.Numbers numbers -> {
                double low = numbers.lowerEdge();
                double high = numbers.upperEdge();
                mu = new double[observed.size() + 1];
                for (int i = 0; i < observed.size(); i++) {
                    mu[i] = numbers.scaled(((Number) observed.get(i)).doubleValue());
                }
                mu[observed.size()] = (low + high) / 2;
                sigma = sigmas(mu, low, high);
                within = IntStream.range(0, mu.length)
                        .mapToDouble(k -> cumulative(k, high) - cumulative(k, low))
                        .toArray();
                shares = null;
            }
            case Domain.Choice choice -> {
                mu = null;
                sigma = null;
                within = null;
                shares = shares(choice, observed);
            }
        }
    }

    private static double[] weights(int observed) {
        double[] weights = new double[observed + 1];
        Arrays.fill(weights, 1);
        int ramp = observed - FULL;
        for (int i = 0; i < ramp; i++) {
            weights[i] = ramp == 1 ? 1.0 / observed : 1.0 / observed + (1 - 1.0 / observed) * i / (ramp - 1);
        }
        weights[observed] = PRIOR_WEIGHT;
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    /** @param mu the prior's last */
    private static double[] sigmas(double[] mu, double low, double high) {
        int n = mu.length;
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Double.compare(mu[a], mu[b]));
        double widest = high - low;
        double narrowest = widest / Math.min(100, 1 + n);
        double[] sigma = new double[n];
        for (int i = 0; i < n; i++) {
            double left = mu[order[i]] - (i == 0 ? low : mu[order[i - 1]]);
            double right = (i == n - 1 ? high : mu[order[i + 1]]) - mu[order[i]];
            double gap = Math.max(left, right);
            if (n > 1 && i == 0) {
                gap = right;
            } else if (n > 1 && i == n - 1) {
                gap = left;
            }
            sigma[order[i]] = Math.clamp(gap, narrowest, widest);
        }
        sigma[n - 1] = widest;
        return sigma;
    }

    private static double[][] shares(Domain.Choice choice, List<Object> observed) {
        int choices = choice.values().size();
        int kernels = observed.size() + 1;
        double[][] shares = new double[kernels][choices];
        double prior = PRIOR_WEIGHT / kernels;
        for (int k = 0; k < kernels; k++) {
            Arrays.fill(shares[k], prior / (1 + prior * choices));
            if (k < observed.size()) {
                shares[k][choice.values().indexOf(observed.get(k))] += 1 / (1 + prior * choices);
            } else {
                Arrays.fill(shares[k], 1.0 / choices);
            }
        }
        return shares;
    }

    Object sample(SplittableRandom random) {
        int kernel = drawn(weights, random);
        return switch (domain) {
            case Domain.Choice choice -> choice.values().get(drawn(shares[kernel], random));
            case Domain.Numbers numbers -> {
                double share = cumulative(kernel, numbers.lowerEdge()) + random.nextDouble() * within[kernel];
                yield numbers.value(mu[kernel] + sigma[kernel] * STANDARD.inverseCumulativeProbability(share));
            }
        };
    }

    private static int drawn(double[] shares, SplittableRandom random) {
        double left = random.nextDouble();
        for (int i = 0; i < shares.length - 1; i++) {
            left -= shares[i];
            if (left < 0) {
                return i;
            }
        }
        return shares.length - 1;
    }

    /** Logarithm of the density on the scale of the search; of the probability for whole numbers and choices. */
    double logDensity(Object value) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * density(k, value);
        }
        return Math.log(sum);
    }

    private double density(int kernel, Object value) {
        return switch (domain) {
            case Domain.Choice choice -> shares[kernel][choice.values().indexOf(value)];
            case Domain.Numbers numbers -> {
                double number = ((Number) value).doubleValue();
                double there = numbers.whole()
                        ? cumulative(kernel, numbers.scaled(number + 0.5))
                                - cumulative(kernel, numbers.scaled(number - 0.5))
                        : STANDARD.density((numbers.scaled(number) - mu[kernel]) / sigma[kernel]) / sigma[kernel];
                yield there / within[kernel];
            }
        };
    }

    private double cumulative(int kernel, double at) {
        return STANDARD.cumulativeProbability((at - mu[kernel]) / sigma[kernel]);
    }
}
