package org.kanworkbench.noise.statistics;

import java.util.List;
import org.kanworkbench.noise.statistics.FitGrid.Case;
import org.kanworkbench.statistics.Bootstrap;
import org.kanworkbench.statistics.SignFlipTest;

/** Paired comparisons over the seeds of a grid. */
record Differences(FitGrid grid) {

    private static final double WIN_CONFIDENCE = 0.95;

    Difference of(Groups groups, List<Case> cases, double confidence) {
        double[] differences = decibels(groups, cases);
        double[] wins = wins(groups, cases);
        return new Difference(
                groups.firstLabel(),
                groups.secondLabel(),
                Bootstrap.mean(differences),
                Bootstrap.mean(differences, confidence),
                SignFlipTest.p(differences),
                Bootstrap.mean(wins),
                Bootstrap.mean(wins, WIN_CONFIDENCE),
                differences.length);
    }

    /** One per seed. */
    double[] decibels(Groups groups, List<Case> cases) {
        double[] differences =
                grid.means(cases, groups.first(), fit -> fit.row().snrDb());
        double[] others = grid.means(cases, groups.second(), fit -> fit.row().snrDb());
        for (int s = 0; s < differences.length; s++) {
            differences[s] -= others[s];
        }
        return differences;
    }

    /** One per seed: every model of the first side against every one of the second, case by case. */
    private double[] wins(Groups groups, List<Case> cases) {
        double[] shares = new double[grid.seeds().size()];
        for (int s = 0; s < shares.length; s++) {
            double won = 0;
            for (Case at : cases) {
                won += won(groups, at, grid.seeds().get(s));
            }
            shares[s] = won
                    / (cases.size() * groups.first().size() * groups.second().size());
        }
        return shares;
    }

    private double won(Groups groups, Case at, long seed) {
        double won = 0;
        for (String a : groups.first()) {
            for (String b : groups.second()) {
                int order = Double.compare(
                        grid.fit(at, a, seed).row().testMse(),
                        grid.fit(at, b, seed).row().testMse());
                won += order < 0 ? 1 : order == 0 ? 0.5 : 0;
            }
        }
        return won;
    }

    List<Difference> pairs(Groups groups, List<Case> cases, double confidence) {
        return groups.first().stream()
                .flatMap(a -> groups.second().stream().map(b -> of(Groups.pair(a, b), cases, confidence)))
                .toList();
    }
}
