// The products of entries and weights: 64 rows or terms by 64 outputs a group, 8 by 8 a work-item. CHUNK inputs are filled at a
// time, WIDTH entries of a row, a multiple of eight.

#define EACH(A) A(0) A(1) A(2) A(3) A(4) A(5) A(6) A(7)

// partial[slice][rows64][width] = Σ over the slice's inputs of phi[row][input, term]·w[input, term][width].
KERNEL product(
        INPUTS, const __global float *w, const int wAt, __global float *partial, const int width, const int perSlice,
        const int rows64) {
    __local float phi[WIDTH * GROUP];
    const int row0 = get_group_id(0) * GROUP;
    const int o = get_group_id(1) * GROUP + get_local_id(0) % 8 * 8;
    const int row = get_local_id(0) / 8 * 8;
    const int begin = get_group_id(2) * perSlice;
    const int end = min(inputs, begin + perSlice);
#define ZERO8(r) V a##r = 0.0f;
    EACH(ZERO8)
    for (int from = begin; from < end; from += CHUNK) {
        const int n = min(CHUNK, end - from);
        barrier(CLK_LOCAL_MEM_FENCE);
        fill(phi, 0, row0, from, n, PASS);
        barrier(CLK_LOCAL_MEM_FENCE);
        if (o < width) {
            const __global float *at = w + wAt + from * TERMS * width + o;
            const __local float *entry = phi + row;
#define COPY8(r) V b##r = a##r;
            EACH(COPY8)
            for (int k = 0; k < n * TERMS; k++) {
                const V w8 = vload8(0, at);
#define ADD8(r) b##r = fma((V)(entry[r]), w8, b##r);
                EACH(ADD8)
                at += width;
                entry += GROUP;
            }
#define BACK8(r) a##r = b##r;
            EACH(BACK8)
        }
    }
    if (o < width) {
        __global float *to = partial + ((int)get_group_id(2) * rows64 + row0 + row) * width + o;
#define STORE8(r) vstore8(a##r, 0, to + r * width);
        EACH(STORE8)
    }
}

// g[slice][input, term][width] = Σ over the slice's rows of phi[row][input, term]·d[row][width], then that of d alone, as often as
// there are biases.
KERNEL weights(
        INPUTS, const __global float *d, __global float *g, const int gAt, const int width, const int perSlice,
        const int sliceFloats, const int biases) {
    __local float phi[WIDTH * GROUP];
    const int from = get_group_id(0) * CHUNK;
    const int n = min(CHUNK, inputs - from);
    const int o = get_group_id(1) * GROUP + get_local_id(0) % 8 * 8;
    const int begin = get_group_id(2) * perSlice;
    const int end = min(rows, begin + perSlice);
    g += gAt + get_group_id(2) * sliceFloats;
    for (int block = 0; block < WIDTH; block += GROUP) {
        const int k = block + get_local_id(0) / 8 * 8;
        EACH(ZERO8)
        V bias = 0.0f;
        for (int row0 = begin; row0 < end; row0 += GROUP) {
            barrier(CLK_LOCAL_MEM_FENCE);
            fill(phi, 1, row0, from, n, PASS);
            barrier(CLK_LOCAL_MEM_FENCE);
            if (o < width && k < n * TERMS) {
                const __global float *at = d + row0 * width + o;
                const __local float *entry = phi + k;
                EACH(COPY8)
                V sum = bias;
                const int count = min(GROUP, end - row0);
                for (int b = 0; b < count; b++) {
                    const V w8 = vload8(0, at);
                    EACH(ADD8)
                    sum += w8;
                    at += width;
                    entry += WIDTH;
                }
                EACH(BACK8)
                bias = sum;
            }
        }
        if (o < width) {
            __global float *to = g + (from * TERMS + k) * width + o;
#define KEEP8(r) if (k + r < n * TERMS) { vstore8(a##r, 0, to + r * width); }
            EACH(KEEP8)
            if (from == 0 && k == 0) {
                for (int c = 0; c < biases; c++) {
                    vstore8(bias, 0, g + (inputs * TERMS + c) * width + o);
                }
            }
        }
    }
}
