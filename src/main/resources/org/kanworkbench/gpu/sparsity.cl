// The sparsity penalty from the activities of a layer's edges, [input][width], and back.

// Added to shares before their logarithm is taken.
#define SHARE_OFFSET 1e-4f

// Derivative of -p·log₂(p + offset).
FUNCTION float share_slope(float p) {
    return -1.44269504f * (log(p + SHARE_OFFSET) + p / (p + SHARE_OFFSET));
}

// Of the entropy of shares by a value among them, whose sum and carried slopes are known.
FUNCTION float entropy_slope(float v, const __global float *known) {
    return (share_slope(v / known[0]) - known[1] / known[0]) / known[0];
}

// A group an output, or an input behind all outputs: the sum of its edges' activities and 1, and what its slopes have in common.
KERNEL shares(STEP) {
    SHARED float t[GROUP];
    OF_RUN(1)
    __constant Layer *k = layers + l;
    const int group = get_group_id(0);
    const int of_output = group < k->outputs;
    const int count = of_output ? k->inputs : k->outputs;
    const int next = of_output ? k->width : 1;
    const __global float *v = m + k->activities + (of_output ? group : (group - k->outputs) * k->width);
    float sum = 0.0f;
    for (int n = get_local_id(0); n < count; n += GROUP) {
        sum += v[n * next];
    }
    sum = line_sum(t, GROUP, sum) + 1.0f;
    float carried = 0.0f;
    for (int n = get_local_id(0); n < count; n += GROUP) {
        carried += share_slope(v[n * next] / sum) * v[n * next];
    }
    carried = line_sum(t, GROUP, carried);
    if (get_local_id(0) == 0) {
        m[k->shares + group * 2] = sum;
        m[k->shares + group * 2 + 1] = carried;
    }
}

// A group an input: of every edge the penalty's derivative by its deviation, over that, 0 where that is 0; likewise of the input.
// For gradients of inputs, pairs of terms weighed by these. Raises the layer's flag for any that is not finite.
KERNEL edge_factors(STEP, const int terms, const float l1, const float entropy) {
    SHARED float t[GROUP];
    OF_RUN(1)
    __constant Layer *k = layers + l;
    __global float *p = m + p_at;
    const int i = get_group_id(0);
    const int width = k->width;
    const int outputs = k->outputs;
    const __global float *activities = m + k->activities + i * width;
    const __global float *shares = m + k->shares;
    __global float *factors = m + k->factors + i * width;
    __global float *own = m + k->input_spreads + i * 3;
    const float offset = own[1] + INPUT_OFFSET;
    float total = 0.0f;
    int finite = 1;
    for (int o = get_local_id(0); o < outputs; o += GROUP) {
        const float activity = activities[o];
        const float slope = l1 + entropy / outputs * entropy_slope(activity, shares + o * 2)
            + entropy / k->inputs * entropy_slope(activity, shares + (outputs + i) * 2);
        const float factor = activity == 0.0f ? 0.0f : slope / activity / (offset * offset);
        factors[o] = factor;
        total += slope * activity;
        finite &= isfinite(activity) && isfinite(factor);
    }
    if (!finite) {
        m[k->told + 1 + k->index] = 1.0f;
    }
    total = line_sum(t, GROUP, total);
    if (get_local_id(0) == 0) {
        own[2] = own[1] == 0.0f ? 0.0f : -total / (offset * (rows - 1) * own[1]);
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    const __global float *w = EDGES + i * terms * width;
    for (int q = get_local_id(0); k->pairs >= 0 && q < terms * terms; q += GROUP) {
        const __global float *wt = w + q / terms * width;
        const __global float *wu = w + q % terms * width;
        V sum = 0.0f;
        for (int o = 0; o < width; o += 8) {
            sum = fma(vload8(0, factors + o) * vload8(0, wt + o), vload8(0, wu + o), sum);
        }
        m[k->pairs + i * terms * terms + q] = sum8(sum) / (rows - 1);
    }
}

// A work-item eight edges, [input, term][width]: adds the gradients by their activities to those of the weights that products use.
KERNEL add_by_activities(STEP, const int g_at, const int terms) {
    OF_RUN(1)
    __constant Layer *k = layers + l;
    __global float *p = m + p_at;
    const int width = k->width;
    const int n = get_global_id(0);
    const int blocks = width / 8;
    if (n < k->inputs * blocks) {
        const int i = n / blocks;
        const int o = n % blocks * 8;
        const int at = i * terms * width + o;
        const __global float *w = EDGES + at;
        const __global float *covariances = m + k->covariances + i * terms * terms;
        __global float *g = (k->unscaled < 0 ? m + g_at + k->edges : m + k->unscaled) + at;
        const V factor = vload8(0, m + k->factors + i * width + o);
        for (int t = 0; t < terms; t++) {
            V sum = 0.0f;
            for (int u = 0; u < terms; u++) {
                sum = fma((V)(covariances[t * terms + u]), vload8(0, w + u * width), sum);
            }
            vstore8(fma(factor, sum, vload8(0, g + t * width)), 0, g + t * width);
        }
    }
}

FUNCTION V sign8(V v) {
    return select(select((V)(0.0f), (V)(1.0f), v > 0.0f), (V)(-1.0f), v < 0.0f);
}

// The same for coefficients, the terms from first on, and differences between neighbours among them, of weights as they are trained.
KERNEL add_by_coefficients(
        STEP, const int g_at, const int terms, const int first, const float coefficient, const float difference) {
    OF_RUN(1)
    __constant Layer *k = layers + l;
    const int width = k->width;
    const int n = get_global_id(0);
    const int blocks = width / 8;
    if (n < k->inputs * blocks) {
        const int at = k->edges + (n / blocks * terms + first) * width + n % blocks * 8;
        const __global float *c = m + p_at + at;
        __global float *g = m + g_at + at;
        V below = 0.0f;
        for (int t = first; t < terms; t++) {
            const V v = vload8(0, c);
            const V above = t + 1 < terms ? sign8(vload8(0, c + width) - v) : (V)(0.0f);
            vstore8(vload8(0, g) + sign8(v) * coefficient + (below - above) * difference, 0, g);
            below = above;
            c += width;
            g += width;
        }
    }
}
