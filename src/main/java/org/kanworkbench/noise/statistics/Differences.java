package org.kanworkbench.noise.statistics;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.noise.statistics.FitGrid.Case;
import org.kanworkbench.statistics.Bootstrap;
import org.kanworkbench.statistics.SignFlipTest;

/** Paired comparisons over the seeds of a grid. */
record Differences(FitGrid grid) {

    private static final double WIN_CONFIDENCE = 0.95;

    Difference of(
            List<String> first,
            List<String> second,
            String firstLabel,
            String secondLabel,
            List<Case> cases,
            double confidence) {
        double[] differences = decibels(first, second, cases);
        double[] wins = wins(first, second, cases);
        return new Difference(
                firstLabel,
                secondLabel,
                Bootstrap.mean(differences),
                Bootstrap.mean(differences, confidence),
                SignFlipTest.p(differences),
                Bootstrap.mean(wins),
                Bootstrap.mean(wins, WIN_CONFIDENCE),
                differences.length);
    }

    /** One per seed. */
    double[] decibels(List<String> first, List<String> second, List<Case> cases) {
        double[] differences = grid.means(cases, first, fit -> fit.row().snrDb());
        double[] others = grid.means(cases, second, fit -> fit.row().snrDb());
        for (int s = 0; s < differences.length; s++) {
            differences[s] -= others[s];
        }
        return differences;
    }

    /** One per seed: every model of the first side against every one of the second, case by case. */
    private double[] wins(List<String> first, List<String> second, List<Case> cases) {
        double[] shares = new double[grid.seeds().size()];
        for (int s = 0; s < shares.length; s++) {
            double won = 0;
            for (Case at : cases) {
                won += won(first, second, at, grid.seeds().get(s));
            }
            shares[s] = won / (cases.size() * first.size() * second.size());
        }
        return shares;
    }

    private double won(List<String> first, List<String> second, Case at, long seed) {
        double won = 0;
        for (String a : first) {
            for (String b : second) {
                int order = Double.compare(
                        grid.fit(at, a, seed).row().testMse(),
                        grid.fit(at, b, seed).row().testMse());
                won += order < 0 ? 1 : order == 0 ? 0.5 : 0;
            }
        }
        return won;
    }

    List<Difference> pairs(Groups groups, List<Case> cases, double confidence) {
        List<Difference> pairs = new ArrayList<>();
        for (String a : groups.first()) {
            for (String b : groups.second()) {
                pairs.add(of(List.of(a), List.of(b), a, b, cases, confidence));
            }
        }
        return pairs;
    }
}
