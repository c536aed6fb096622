// What happens to sums and to gradients between the products. A line of work-items has a row or, under batch norm, an output.

// A step: of layer l, with parameters at p_at. Rows of a stage are pixels.
#define STEP \
    MEMORY, __constant Layer *layers, const int l, const int p_at, const int rows, const int training

// Of a layer's entries; ends of the range of all inputs.
#define INPUTS __global float *m, __global float *p, __constant Layer *k, const int rows, const float2 ends
#define PASS m, p, k, rows, ends
// Where a channel of an image begins, whose pixels lie so far apart: by channel if side by side. And where its mean is among
// those of all, 1/deviation behind those of the image.
#define PLANE(image, c, stride, channels, area) \
    ((stride) == 1 ? ((image) * (channels) + (c)) * (area) : (image) * (area) * (stride) + (c))
#define PADDED(channels) (((channels) + 7) / 8 * 8)
#define STATISTIC(image, c, channels) ((image) * 2 * PADDED(channels) + (c))
// The weights of its edges.
#define EDGES (k->scaled < 0 ? p + k->edges : m + k->scaled)

// Added to the deviation of an input before an edge's is divided by it.
#define INPUT_OFFSET 0.1f

// Activations, by the numbers in front of this text, and their derivatives.
#define ACTIVATIONS(T, activate, differentiate) \
    FUNCTION T activate(int kind, float slope, T x) { \
        switch (kind) { \
            case SILU: return x / (1.0f + exp(-x)); \
            case GELU: return 0.5f * x * (1.0f + erf(x * 0.70710678f)); \
            case TANH_OF: return tanh(x); \
            case RELU: return select(x, (T)(0.0f), x < 0.0f); \
            case PRELU: return select(x, slope * x, x < 0.0f); \
            case ZERO: return (T)(0.0f); \
            default: return x; \
        } \
    } \
    FUNCTION T differentiate(int kind, float slope, T x) { \
        switch (kind) { \
            case SILU: { \
                const T g = 1.0f / (1.0f + exp(-x)); \
                return g * (1.0f + x * (1.0f - g)); \
            } \
            case GELU: return 0.5f * (1.0f + erf(x * 0.70710678f)) + x * exp(-0.5f * x * x) * 0.39894228f; \
            case TANH_OF: { \
                const T t = tanh(x); \
                return 1.0f - t * t; \
            } \
            case RELU: return select((T)(0.0f), (T)(1.0f), x > 0.0f); \
            case PRELU: return select((T)(1.0f), (T)(slope), x < 0.0f); \
            case ZERO: return (T)(0.0f); \
            default: return (T)(1.0f); \
        } \
    }

ACTIVATIONS(float, activate, differentiate)
ACTIVATIONS(V, activate8, differentiate8)

// The seed of a layer's dropout in a step, whose number, that of steps before it, lies behind the seeds.
FUNCTION ulong dropout_seed(const __global float *m, __constant Layer *k) {
    const __global ulong *seeds = (const __global ulong *)(m + k->seeds);
    return mixed(mixed(seeds[0] + (seeds[2] << 8)) + k->index);
}

// The factor of an output under dropout, drawn from seed and index alone.
FUNCTION float kept(ulong seed, int index, ulong threshold, float factor) {
    return mixed(seed + (ulong)(index + 1) * GAMMA) >> 11 < threshold ? 0.0f : factor;
}

// From the gradients of outputs (dy) to those of normed (dz) and plain sums (da). Raises a flag for any that is not finite. Does
// nothing unless it is on.
FUNCTION void unfinish_lines(__local float *t, const int line, const int on, INPUTS) {
    const int lid = get_local_id(0);
    const int at0 = (int)get_group_id(0) * (GROUP / line) + lid / line;
    const int by_row = k->norm != BATCH_NORM;
    const int outputs = k->outputs;
    const int width = k->width;
    const int count = by_row ? outputs : rows;
    const int own = on && at0 < (by_row ? rows : outputs) ? count : 0;
    const float slope = k->prelu < 0 ? 0.0f : p[k->prelu];
    const ulong seed = k->threshold ? dropout_seed(m, k) : 0;
    const __global float *standard = m + k->standard;
    const __global float *gamma = p + k->gamma;
    __global float *dy = m + k->dy;
    __global float *dz = m + k->dz;
    __global float *da = m + k->da;
    float mean = 0.0f;
    float product = 0.0f;
    int finite = 1;
    for (int n = lid % line; n < own; n += line) {
        const int o = by_row ? n : at0;
        const int b = by_row ? at0 : n;
        const int at = b * width + o;
        if (k->threshold) {
            dy[at] *= kept(seed, b * outputs + o, k->threshold, k->factor);
        }
        const float d = dy[at] * differentiate(k->activation, slope, m[k->z + at]);
        if (k->norm) {
            dz[at] = d;
            const float e = d * gamma[o];
            mean += e;
            product += e * standard[at];
        } else {
            da[at] = d;
            finite &= isfinite(d);
        }
    }
    mean = line_sum(t, line, mean) / count;
    product = line_sum(t, line, product) / count;
    for (int n = lid % line; k->norm && n < own; n += line) {
        const int o = by_row ? n : at0;
        const int at = (by_row ? at0 : n) * width + o;
        const float d = (dz[at] * gamma[o] - mean - standard[at] * product) * m[k->deviation + at0];
        da[at] = d;
        finite &= isfinite(d);
    }
    if (!finite) {
        m[k->told + 1 + k->index] = 1.0f;
    }
}
