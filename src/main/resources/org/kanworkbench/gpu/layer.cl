// A layer's entries phi[input, term] of its rows, computed where they are multiplied.

FUNCTION V scaled(V x8, int row, int i, INPUTS) {
    switch (k->scaling) {
        case TANH:
            return tanh(x8);
        case RANGE: {
            const V low = k->of_all_rows ? (V)(ends.x) : rows8(m + k->stat, row, rows, 2, 0);
            const V range = (k->of_all_rows ? (V)(ends.y) : rows8(m + k->stat, row, rows, 2, 1)) - low;
            return select((V)(-1.0f), (x8 - low) * (2.0f / range) - 1.0f, range != 0.0f);
        }
        case NORM: {
            const V mean = rows8(m + k->stat, row, rows, 2, 0);
            return (x8 - mean) * rows8(m + k->stat, row, rows, 2, 1) * p[k->gain + i] + p[k->shift + i];
        }
        default:
            return x8;
    }
}

// The range of all rows' inputs, kept for the way back. Running ends move in training and replace the measured ones at inference.
FUNCTION float2 range_of_all(__local float *t, const int first, const int training, INPUTS) {
    const int measured = k->running < 0 || training;
    float low = INFINITY;
    float high = -INFINITY;
    for (int b = get_local_id(0); k->of_all_rows && measured && b < rows; b += GROUP) {
        low = fmin(low, m[k->stat + b * 2]);
        high = fmax(high, m[k->stat + b * 2 + 1]);
    }
    low = -line_max(t, GROUP, -low);
    high = line_max(t, GROUP, high);
    if (k->of_all_rows && !measured) {
        low = p[k->running];
        high = p[k->running + 1];
    }
    if (k->of_all_rows && first && get_local_id(0) == 0) {
        m[k->ends] = low;
        m[k->ends + 1] = high;
        if (measured && k->running >= 0 && !flagged(m + k->told, k->flags)) {
            p[k->running] += MOMENTUM * (low - p[k->running]);
            p[k->running + 1] += MOMENTUM * (high - p[k->running + 1]);
        }
    }
    return F2(low, high);
}

#if FUNCTIONS
// 1/stretch of eight edges, and 0 for those that only fill up.
FUNCTION V inverse8(const __global float *stretch, int o, int outputs) {
    return select((V)(0.0f), 1.0f / vload8(0, stretch), o + I8(0, 1, 2, 3, 4, 5, 6, 7) < outputs);
}

// Σ weight·function of eight edges, or its derivative.
FUNCTION V stretched8(V s, const __global float *w, int width, const int slopes) {
    V sum = 0.0f;
#define PUT(k, value, slope) sum = fma(slopes ? slope : value, vload8(0, w + k * width), sum);
    STRETCHED
#undef PUT
    return sum;
}
#endif

FUNCTION void put(__local float *to, int k, V v, const int byRow) {
    if (byRow) {
        to[k] = v.s0;
        to[WIDTH + k] = v.s1;
        to[2 * WIDTH + k] = v.s2;
        to[3 * WIDTH + k] = v.s3;
        to[4 * WIDTH + k] = v.s4;
        to[5 * WIDTH + k] = v.s5;
        to[6 * WIDTH + k] = v.s6;
        to[7 * WIDTH + k] = v.s7;
    } else {
        vstore8(v, 0, to + k * GROUP);
    }
}

// Where an entry lies on the way forward: a row beside the next, as a basis is evaluated.
#define NEXT_ROW 1
#define NEXT_ENTRY GROUP

// Fills phi[term][64 rows], or backward phi[64 rows][WIDTH], with the entries of n inputs. A batch norm takes away what a constant adds: the
// gradient of its weight is 0, not rounding.
FUNCTION void fill(__local float *phi, const int backward, int row0, int from, int n, INPUTS) {
    const int row = get_local_id(0) / 8 * 8;
    const __global float *x = m + k->x;
    const int stride = k->stride;
    const float one = backward && k->norm == BATCH_NORM ? 0.0f : 1.0f;
    for (int f = get_local_id(0) % 8; f < n; f += 8) {
        const int i = from + f;
        const V x8 = rows8(x, row0 + row, rows, stride, i);
        const V s = scaled(x8, row0 + row, i, PASS);
        __local float *to = backward ? phi + row * WIDTH + f * TERMS : phi + f * TERMS * GROUP + row;
        OF_INPUT
#define PUT(k, v) put(to, k, v, backward);
#if BASE != ZERO
        PUT(0, activate8(BASE, 0.0f, SCALES_BASE ? s : x8))
#endif
#if CONSTANT
        PUT(BASE != ZERO, (V)(one))
#endif
        VALUES
#undef PUT
    }
}

// Gradients of the inputs of a layer from those of its sums: to the scaled inputs (ds) and to the inputs as they are (dx),
// or all to the inputs where scaling needs no row's neighbours; and parts of those of trained values, by eight rows. A group has
// eight rows, and if it has all their inputs it goes on through the layer below. Those of a sparsity penalty are added.
KERNEL inputs(STEP, const int per_group, const int through) {
    SHARED float local_sums[GROUP];
    OF_RUN(1)
    __constant Layer *k = layers + l;
    __global float *p = m + p_at;
    const __global float *x = m + k->x;
    const __global float *w = EDGES;
    const __global float *d = m + k->da;
    const int width = k->width;
    const int stride = k->stride;
    const float2 ends = vload2(0, m + k->ends);
    const int last = rows - 1;
    const int row = (int)get_group_id(0) * 8;
    const int begin = (int)get_group_id(1) * per_group;
    const int end = min(k->inputs, begin + per_group);
    for (int i = begin + (int)get_local_id(0); i < end; i += GROUP) {
        const V x8 = rows8(x, row, rows, stride, i);
        const V s = scaled(x8, row, i, PASS);
        V e[TERMS];
        for (int t = 0; t < TERMS; t++) {
            const __global float *wt = w + (i * EDGE + t) * width;
            V c0 = 0.0f, c1 = 0.0f, c2 = 0.0f, c3 = 0.0f, c4 = 0.0f, c5 = 0.0f, c6 = 0.0f, c7 = 0.0f;
            for (int o = 0; o < width; o += 8) {
#define GRADIENT8(r) vload8(0, d + min(row + r, last) * width + o)
#if FUNCTIONS
                if (t == TERMS - 1) {
                    const V shift = vload8(0, wt + FUNCTIONS * width + o);
                    const V inverse = inverse8(wt + (FUNCTIONS + 1) * width + o, o, k->outputs);
#define SLOPE8(r) c##r = fma(stretched8((s.s##r - shift) * inverse, wt + o, width, 1) * inverse, GRADIENT8(r), c##r);
                    EACH(SLOPE8)
                    continue;
                }
#endif
                const V w8 = vload8(0, wt + o);
#define SHARE8(r) c##r = fma(w8, GRADIENT8(r), c##r);
                EACH(SHARE8)
            }
            e[t] = V8(sum8(c0), sum8(c1), sum8(c2), sum8(c3), sum8(c4), sum8(c5), sum8(c6), sum8(c7));
        }
#if !FUNCTIONS
        const int penalised = k->entry_gradients >= 0 && rows > 1;
        const __global float *more = m + k->entry_gradients + (row / 8 * k->inputs + i) * (TERMS + 1) * 8;
        if (penalised) {
            for (int t = 0; t < TERMS; t++) {
                e[t] += vload8(t, more);
            }
        }
#endif
        V to_s;
        V to_x;
        const int8 there = row + I8(0, 1, 2, 3, 4, 5, 6, 7) < rows;
        through_entries(e, x8, s, i, m, p, k, there, m + k->parts + (row / 8 * k->inputs + i) * OWN, &to_s, &to_x);
#if !FUNCTIONS
        if (penalised) {
            to_x += vload8(TERMS, more);
        }
#endif
        spread(to_x, m + k->dx + row * stride + i, rows - row, stride);
        if (k->scaling == RANGE || k->scaling == NORM) {
            spread(to_s, m + k->ds + row * stride + i, rows - row, stride);
        }
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    unfinish_lines(local_sums, 8, through, m, p, layers + max(0, l - 1), rows, ends);
}
