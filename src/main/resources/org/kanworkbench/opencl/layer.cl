// A layer's entries phi[input, term] of its rows, computed where they are multiplied. In front of this text stand
//   TERMS        functions of an input that have a weight on every edge, the base part first
//   BASE         the base activation
//   SCALING      of the inputs: NONE, TANH, RANGE, NORM
//   CONSTANT     whether a constant 1 follows the base part
//   CENTRED      whether a batch norm follows, which takes away what a constant adds: the gradient of its weight is 0, not rounding
//   SCALES_BASE  whether the base part sees scaled inputs
//   KINDS, OWN, STILL   kinds of trained values, how many of them and of fixed ones an input has
//   VALUES       PUT(k, value) for the functions of V s
//   SLOPES       PUT(k, derivative)
//   ALONG        PUT(kind, k, derivative by the function's own value of a kind)

// x[rows][stride]; stat[rows][2]: ends of a range, or mean and 1/deviation; p: all parameters; still: fixed values.
#define INPUTS \
    const __global float *x, const __global float *stat, const __global float *p, const __global float *still, \
        const int rows, const int inputs, const int stride, const int gainAt, const int shiftAt, const int ownAt, \
        const float lower, const float scale
#define PASS x, stat, p, still, rows, inputs, stride, gainAt, shiftAt, ownAt, lower, scale

V scaled(V x8, int row, int i, INPUTS) {
#if SCALING == TANH
    return tanh(x8);
#elif SCALING == RANGE
    const V low = rows8(stat, row, rows, 2, 0);
    const V range = rows8(stat, row, rows, 2, 1) - low;
    return select((V)(-1.0f), (x8 - low) * (2.0f / range) - 1.0f, range != 0.0f);
#elif SCALING == NORM
    const V mean = rows8(stat, row, rows, 2, 0);
    return (x8 - mean) * rows8(stat, row, rows, 2, 1) * p[gainAt + i] + p[shiftAt + i];
#else
    return x8;
#endif
}

V base_value(V x) {
#if BASE == SILU
    return x / (1.0f + exp(-x));
#elif BASE == GELU
    return 0.5f * x * (1.0f + erf(x * 0.70710678f));
#elif BASE == TANH_OF
    return tanh(x);
#elif BASE == RELU
    return select(x, (V)(0.0f), x < 0.0f);
#else
    return x;
#endif
}

V base_slope(V x) {
#if BASE == SILU
    const V g = 1.0f / (1.0f + exp(-x));
    return g * (1.0f + x * (1.0f - g));
#elif BASE == GELU
    return 0.5f * (1.0f + erf(x * 0.70710678f)) + x * exp(-0.5f * x * x) * 0.39894228f;
#elif BASE == TANH_OF
    const V t = tanh(x);
    return 1.0f - t * t;
#elif BASE == RELU
    return select((V)(0.0f), (V)(1.0f), x > 0.0f);
#else
    return (V)(1.0f);
#endif
}

void put(__local float *to, int k, V v, const int byRow) {
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

// Fills phi[64 rows][WIDTH], or phi[term][64 rows], with the entries of n inputs.
void fill(__local float *phi, const int byRow, int row0, int from, int n, INPUTS) {
    const int row = get_local_id(0) / 8 * 8;
    for (int f = get_local_id(0) % 8; f < n; f += 8) {
        const int i = from + f;
        const V x8 = rows8(x, row0 + row, rows, stride, i);
        const V s = scaled(x8, row0 + row, i, PASS);
        __local float *to = byRow ? phi + row * WIDTH + f * TERMS : phi + f * TERMS * GROUP + row;
        const __global float *fixed = still + i * STILL;
#define PUT(k, v) put(to, k, v, byRow);
#if BASE != ZERO
        PUT(0, base_value(SCALES_BASE ? s : x8))
#endif
#if CONSTANT
        PUT(BASE != ZERO, (V)(byRow && CENTRED ? 0.0f : 1.0f))
#endif
        VALUES
#undef PUT
    }
}

// Gradients of the inputs of a layer from those of its sums: to the scaled inputs (ds) and to the inputs as they are (dx),
// or all to the inputs where scaling needs no row's neighbours; and parts of those of trained values, by eight rows.
KERNEL inputs(
        INPUTS, const __global float *w, const int wAt, const __global float *d, __global float *ds, __global float *dx,
        __global float *parts, const int width) {
    const int row = get_group_id(0) * GROUP + get_local_id(0) / 8 * 8;
    const int i = get_group_id(1) * 8 + get_local_id(0) % 8;
    if (i < inputs && row < rows) {
        const V x8 = rows8(x, row, rows, stride, i);
        const V s = scaled(x8, row, i, PASS);
        const __global float *fixed = still + i * STILL;
        const int last = rows - 1;
        V e[TERMS];
        for (int t = 0; t < TERMS; t++) {
            const __global float *wt = w + wAt + (i * TERMS + t) * width;
            V c0 = 0.0f, c1 = 0.0f, c2 = 0.0f, c3 = 0.0f, c4 = 0.0f, c5 = 0.0f, c6 = 0.0f, c7 = 0.0f;
            for (int o = 0; o < width; o += 8) {
                const V w8 = vload8(0, wt + o);
                c0 = fma(w8, vload8(0, d + min(row, last) * width + o), c0);
                c1 = fma(w8, vload8(0, d + min(row + 1, last) * width + o), c1);
                c2 = fma(w8, vload8(0, d + min(row + 2, last) * width + o), c2);
                c3 = fma(w8, vload8(0, d + min(row + 3, last) * width + o), c3);
                c4 = fma(w8, vload8(0, d + min(row + 4, last) * width + o), c4);
                c5 = fma(w8, vload8(0, d + min(row + 5, last) * width + o), c5);
                c6 = fma(w8, vload8(0, d + min(row + 6, last) * width + o), c6);
                c7 = fma(w8, vload8(0, d + min(row + 7, last) * width + o), c7);
            }
            e[t] = (V)(sum8(c0), sum8(c1), sum8(c2), sum8(c3), sum8(c4), sum8(c5), sum8(c6), sum8(c7));
        }
        V toS = 0.0f;
        V toX = 0.0f;
#define PUT(k, v) toS = fma(e[k], v, toS);
        SLOPES
#undef PUT
#if BASE != ZERO
        const V toBase = e[0] * base_slope(SCALES_BASE ? s : x8);
        if (SCALES_BASE) {
            toS += toBase;
        } else {
            toX += toBase;
        }
#endif
#if KINDS
        const int8 there = row + (int8)(0, 1, 2, 3, 4, 5, 6, 7) < rows;
        __global float *part = parts + (row / 8 * inputs + i) * OWN;
#define PUT(n, k, v) part[n] = sum8(select((V)(0.0f), e[k] * v, there));
        ALONG
#undef PUT
#endif
#if SCALING == TANH
        toX += toS * (1.0f - s * s);
#elif SCALING == NONE
        toX += toS;
#endif
        float xs[8];
        float ss[8];
        vstore8(toX, 0, xs);
        vstore8(toS, 0, ss);
        for (int r = 0; r < 8 && row + r < rows; r++) {
            dx[(row + r) * stride + i] = xs[r];
#if SCALING == RANGE || SCALING == NORM
            ds[(row + r) * stride + i] = ss[r];
#endif
        }
    }
}
