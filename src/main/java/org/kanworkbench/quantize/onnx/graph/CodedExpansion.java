package org.kanworkbench.quantize.onnx.graph;

import java.util.List;
import org.kanworkbench.quantize.onnx.Codes;

/**
 * A layer's expanded inputs as 8-bit codes, and the mapping of its edges' weights to them. The expansion may use
 * another basis, for instance powers: new term n has the weight Σ_t mix[n][t]·w_t of the layer's weights w, and every
 * edge adds the constant Σ_t rest[t]·w_t.
 *
 * @param codes rows × (new terms · inputs)
 * @param byInput whether they are ordered by input rather than by term
 * @param terms codes of each new term
 * @param mix [new term][term of the layer]
 * @param rest [term of the layer]
 */
record CodedExpansion(String codes, boolean byInput, List<Codes> terms, double[][] mix, double[] rest) {

    /** The layer's own terms. */
    static CodedExpansion ofOwnTerms(String codes, boolean byInput, List<Codes> terms) {
        double[][] mix = new double[terms.size()][terms.size()];
        for (int t = 0; t < mix.length; t++) {
            mix[t][t] = 1;
        }
        return new CodedExpansion(codes, byInput, terms, mix, new double[terms.size()]);
    }

    /** The row of the weights' matrix for one new term of one input. */
    int row(int term, int input, int inputs) {
        return byInput ? input * terms.size() + term : term * inputs + input;
    }

    /** Whether a term of the layer (the last at most) has no codes of its own but is expressed by others. */
    boolean folds(int term) {
        return term >= terms.size();
    }
}
