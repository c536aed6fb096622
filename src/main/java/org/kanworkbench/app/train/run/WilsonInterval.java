package org.kanworkbench.app.train.run;

/** The 95 % confidence interval of a share, given right answers out of all (Wilson, 1927); valid near 0 and 1 too. */
public record WilsonInterval(double low, double high) {

    private static final double Z = 1.959963984540054;

    public static WilsonInterval of(int right, int total) {
        double share = (double) right / total;
        double spread = Z * Z / total;
        double centre = (share + spread / 2) / (1 + spread);
        double half = Z / (1 + spread) * Math.sqrt(share * (1 - share) / total + spread / (4 * total));
        return new WilsonInterval(Math.max(0, centre - half), Math.min(1, centre + half));
    }
}
