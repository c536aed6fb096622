package org.kanworkbench.data;

import java.util.List;

/** The standardisation of a table: (value − mean) / deviation, column by column. */
public record ColumnScaling(List<Column> columns) {

    /**
     * @param name from the table's header
     * @param deviation standard deviation, or 1 for a constant column
     */
    public record Column(String name, double mean, double deviation) {

        public Column {
            if (!Double.isFinite(mean) || !(deviation > 0) || Double.isInfinite(deviation)) {
                throw new IllegalArgumentException("column " + name + " has mean " + mean + " and deviation "
                        + deviation + ": a finite mean and a positive deviation are needed");
            }
        }
    }

    public ColumnScaling {
        columns = List.copyOf(columns);
    }

    /** Names of the columns, in order. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * Scales one row.
     *
     * @param raw one value per column
     */
    public float[] scale(double[] raw) {
        float[] scaled = new float[columns.size()];
        for (int i = 0; i < scaled.length; i++) {
            Column column = columns.get(i);
            scaled[i] = (float) ((raw[i] - column.mean()) / column.deviation());
        }
        return scaled;
    }

    /** Converts rows from another scaling to this one. */
    Features convert(Features from, ColumnScaling other) {
        int width = columns.size();
        float[] values = new float[Math.multiplyExact(from.rows(), width)];
        for (int row = 0; row < from.rows(); row++) {
            from.copyRow(row, values, row * width);
        }
        for (int i = 0; i < width; i++) {
            Column mine = columns.get(i);
            Column theirs = other.columns.get(i);
            double factor = theirs.deviation() / mine.deviation();
            double shift = (theirs.mean() - mine.mean()) / mine.deviation();
            for (int at = i; at < values.length; at += width) {
                values[at] = (float) (values[at] * factor + shift);
            }
        }
        return new FloatFeatures(values, width);
    }
}
