// The products of entries and weights: 64 rows or terms by 64 outputs a group, 8 by 8 a work-item. CHUNK inputs are filled at a
// time, WIDTH entries of a row, a multiple of eight.

// partial[slice][rows64][width] = Σ over the slice's inputs of phi[row][input, term]·w[input, term][width].
KERNEL product(STEP, const int per_slice, const int slices, const int rows64) {
    SHARED float phi[WIDTH * GROUP];
    OF_RUN(slices)
    __constant Layer *k = layers + l;
    __global float *p = m + p_at;
    const int width = k->width;
    const int slice = (int)get_group_id(2) % slices;
    const int row0 = get_group_id(0) * GROUP;
    const int o = get_group_id(1) * GROUP + get_local_id(0) % 8 * 8;
    const int row = get_local_id(0) / 8 * 8;
    const int begin = slice * per_slice;
    const int end = min(k->inputs, begin + per_slice);
    const int first = get_group_id(0) == 0 && get_group_id(1) == 0 && slice == 0;
    const __global float *edges = EDGES;
    const float2 ends = range_of_all(phi, first, training, m, p, k, rows, F2(0.0f, 0.0f));
#define ZERO8(r) V a##r = 0.0f;
    EACH(ZERO8)
    for (int from = begin; from < end; from += CHUNK) {
        const int n = min(CHUNK, end - from);
        barrier(CLK_LOCAL_MEM_FENCE);
        fill(phi, 0, row0, from, n, PASS);
        barrier(CLK_LOCAL_MEM_FENCE);
        if (o < width) {
            const __global float *at = edges + from * EDGE * width + o;
            const __local float *entry = phi + row * NEXT_ROW;
#define COPY8(r) V b##r = a##r;
            EACH(COPY8)
            for (int t = 0; t < n * TERMS; t++) {
#if FUNCTIONS
                if (t % TERMS == TERMS - 1) {
                    const V shift = vload8(0, at + FUNCTIONS * width);
                    const V inverse = inverse8(at + (FUNCTIONS + 1) * width, o, k->outputs);
#define STRETCH8(r) b##r += stretched8((entry[r * NEXT_ROW] - shift) * inverse, at, width, 0);
                    EACH(STRETCH8)
                    at += (FUNCTIONS + 2) * width;
                    entry += NEXT_ENTRY;
                    continue;
                }
#endif
                const V w8 = vload8(0, at);
#define ADD8(r) b##r = fma((V)(entry[r * NEXT_ROW]), w8, b##r);
                EACH(ADD8)
                at += width;
                entry += NEXT_ENTRY;
            }
#define BACK8(r) a##r = b##r;
            EACH(BACK8)
        }
    }
    if (o < width) {
        __global float *to = m + k->partial + (slice * rows64 + row0 + row) * width + o;
#define STORE8(r) vstore8(a##r, 0, to + r * width);
        EACH(STORE8)
    }
}

// Of all layers from l that share this program: g[slice][input, term][width] = Σ over the slice's rows of phi[row][input,
// term]·da[row][width], then that of da alone, as often as there are biases; and the gradients of norms.
KERNEL weights(STEP, const int g_at, const int per_slice, const int slices, const int slice_floats) {
    SHARED float phi[WIDTH * GROUP];
    OF_RUN(slices)
    __constant Layer *k = layers + l;
    int group = get_group_id(0);
    while (group >= k->weight_groups) {
        group -= k->weight_groups;
        k++;
    }
    __global float *p = m + p_at;
    const int width = k->width;
    const int slice = (int)get_group_id(2) % slices;
    const int chunks = (k->inputs + CHUNK - 1) / CHUNK;
    const int of_edges = group < chunks * k->tiles;
    const int from = group % chunks * CHUNK;
    const int n = of_edges ? min(CHUNK, k->inputs - from) : 0;
    const int o = group / chunks * GROUP + get_local_id(0) % 8 * 8;
    const int begin = slice * per_slice;
    const int end = of_edges ? min(rows, begin + per_slice) : begin;
    const float2 ends = vload2(0, m + k->ends);
    __global float *g = (k->unscaled < 0 ? m + g_at + k->edges : m + k->unscaled) + slice * slice_floats;
    V bias = 0.0f;
#if FUNCTIONS
    // A work-item has one input's edges to eight outputs.
    const int f = get_local_id(0) / 8;
    const int on = o < width && f < n;
    const int at0 = ((from + f) * EDGE + TERMS - 1) * width + o;
    const __global float *edge = EDGES + (on ? at0 : 0);
    const V shift = vload8(0, edge + FUNCTIONS * width);
    const V inverse = inverse8(edge + (FUNCTIONS + 1) * width, o, k->outputs);
    V to_base = 0.0f;
    V to_weight[FUNCTIONS];
    for (int c = 0; c < FUNCTIONS; c++) {
        to_weight[c] = 0.0f;
    }
    V to_shift = 0.0f;
    V to_stretch = 0.0f;
    for (int row0 = begin; row0 < end; row0 += GROUP) {
        barrier(CLK_LOCAL_MEM_FENCE);
        fill(phi, 1, row0, from, n, PASS);
        barrier(CLK_LOCAL_MEM_FENCE);
        const int count = on ? min(GROUP, end - row0) : 0;
        for (int b = 0; b < count; b++) {
            const V d = vload8(0, m + k->da + (row0 + b) * width + o);
            const __local float *entry = phi + b * WIDTH + f * TERMS;
            const V s = (entry[TERMS - 1] - shift) * inverse;
#define PUT(c, value, slope) to_weight[c] = fma(d, value, to_weight[c]);
            STRETCHED
#undef PUT
            const V along = d * inverse * stretched8(s, edge, width, 1);
            to_shift -= along;
            to_stretch -= along * s;
            to_base = fma((V)(entry[0]), d, to_base);
            bias += d;
        }
    }
    if (on) {
        if (TERMS > 1) {
            vstore8(to_base, 0, g + at0 - width);
        }
        for (int c = 0; c < FUNCTIONS; c++) {
            vstore8(to_weight[c], 0, g + at0 + c * width);
        }
        vstore8(to_shift, 0, g + at0 + FUNCTIONS * width);
        vstore8(to_stretch, 0, g + at0 + (FUNCTIONS + 1) * width);
    }
#else
    for (int block = 0; block < WIDTH; block += GROUP) {
        const int t = block + get_local_id(0) / 8 * 8;
        EACH(ZERO8)
        bias = 0.0f;
        for (int row0 = begin; row0 < end; row0 += GROUP) {
            barrier(CLK_LOCAL_MEM_FENCE);
            fill(phi, 1, row0, from, n, PASS);
            barrier(CLK_LOCAL_MEM_FENCE);
            if (o < width && t < n * TERMS) {
                const __global float *at = m + k->da + row0 * width + o;
                const __local float *entry = phi + t;
                EACH(COPY8)
                V sum = bias;
                const int count = min(GROUP, end - row0);
                for (int b = 0; b < count; b++) {
                    const V w8 = vload8(0, at);
#define WEIGH8(r) b##r = fma((V)(entry[r]), w8, b##r);
                    EACH(WEIGH8)
                    sum += w8;
                    at += width;
                    entry += WIDTH;
                }
                EACH(BACK8)
                bias = sum;
            }
        }
        if (o < width) {
            __global float *to = g + (from * TERMS + t) * width + o;
#define KEEP8(r) if (t + r < n * TERMS) { vstore8(a##r, 0, to + r * width); }
            EACH(KEEP8)
        }
    }
#endif
    if (of_edges && from == 0 && get_local_id(0) < 8 && o < width) {
        for (int c = 0; c < k->trained_biases; c++) {
            vstore8(bias, 0, g + (k->inputs * EDGE + c) * width + o);
        }
    }
    const int column = (group - chunks * k->tiles) * GROUP + get_local_id(0);
    if (!of_edges && column < k->outputs) {
        float gain = 0.0f;
        float shift = 0.0f;
        for (int b = 0; b < rows; b++) {
            const float dz = m[k->dz + b * width + column];
            gain += dz * m[k->standard + b * width + column];
            shift += dz;
        }
        m[g_at + k->gamma + column] = gain;
        m[g_at + k->gamma + width + column] = shift;
    }
}
