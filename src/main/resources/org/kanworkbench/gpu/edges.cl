// Edge functions of the inputs of a layer or of the kernels of a convolution. In front of this text stand
//   TERMS        functions of an input that have a weight on every edge, the base part first
//   BASE         the base activation
//   CONSTANT     whether a constant 1 follows the base part
//   SCALES_BASE  whether the base part sees scaled inputs
//   KINDS, OWN, STILL   kinds of trained values, how many of them and of fixed ones an input has
//   ALL_INPUTS   that share the sets of trained values
//   VALUES       PUT(k, value) for the functions of V s
//   SLOPES       PUT(k, derivative)
//   ALONG        PUT(kind, k, derivative by the function's own value of a kind)
//   FUNCTIONS    of edges that stretch their inputs, which then have the scaled input as last entry; 0 for others
//   STRETCHED    PUT(k, value, derivative) for these, at V s of eight edges

// What the functions of input i read beside it.
#define OF_INPUT \
    const int own = k->own; \
    const float lower = k->lower; \
    const float scale = k->scale; \
    const __global float *fixed = m + k->still + i * STILL;

// From the gradients of an input's entries (e) to those of the scaled input (to_s) and of the input as it is (to_x); and parts of
// those of trained values, of the rows that are there.
FUNCTION void through_entries(
        const V *e, V x, V s, const int i, __global float *m, __global float *p, __constant Layer *k, int8 there,
        __global float *part, V *to_s, V *to_x) {
    OF_INPUT
    V scaled = 0.0f;
    V plain = 0.0f;
#define PUT(k, v) scaled = fma(e[k], v, scaled);
    SLOPES
#undef PUT
#if BASE != ZERO
    const V to_base = e[0] * differentiate8(BASE, 0.0f, SCALES_BASE ? s : x);
    if (SCALES_BASE) {
        scaled += to_base;
    } else {
        plain = to_base;
    }
#endif
#if KINDS
#define PUT(n, k, v) part[n] = sum8(select((V)(0.0f), e[k] * v, there));
    ALONG
#undef PUT
#endif
    if (k->scaling == TANH) {
        plain += scaled * (1.0f - s * s);
    } else if (k->scaling == NONE) {
        plain += scaled;
    }
    *to_s = scaled;
    *to_x = plain;
}
