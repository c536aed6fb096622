// What the sparsity penalty asks of a layer's entries. The variance of what an edge adds is wᵀCw, with C the covariance of its
// input's terms, which all edges of the input share.

// A group CHUNK inputs: means and covariances of their terms, mean and deviation of the input itself, and from these the
// activities of its edges. Means are counted from the first row on, so that what is the same in all rows deviates by exactly 0.
KERNEL activities(STEP) {
    SHARED float phi[WIDTH * GROUP];
    OF_RUN(1)
    __constant Layer *k = layers + l;
    __global float *p = m + p_at;
    const int lid = get_local_id(0);
    const int from = (int)get_group_id(0) * CHUNK;
    const int n = min(CHUNK, k->inputs - from);
    const int width = k->width;
    const float2 ends = vload2(0, m + k->ends);
    __global float *means = m + k->means + from * TERMS;
    __global float *covariances = m + k->covariances + from * TERMS * TERMS;
    __global float *own = m + k->input_spreads + from * 3;
    for (int row0 = 0; row0 < rows; row0 += GROUP) {
        barrier(CLK_LOCAL_MEM_FENCE);
        fill(phi, 1, row0, from, n, PASS);
        barrier(CLK_LOCAL_MEM_FENCE);
        const int count = min(GROUP, rows - row0);
        for (int q = lid; q < n * TERMS; q += GROUP) {
            const float before = row0 ? means[q] : phi[q];
            float sum = 0.0f;
            for (int b = 0; b < count; b++) {
                sum += phi[b * WIDTH + q] - before;
            }
            means[q] = before + sum / (row0 + count);
        }
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    for (int row0 = 0; row0 < rows; row0 += GROUP) {
        barrier(CLK_LOCAL_MEM_FENCE);
        fill(phi, 1, row0, from, n, PASS);
        barrier(CLK_LOCAL_MEM_FENCE);
        const int count = min(GROUP, rows - row0);
        for (int q = lid; q < n * TERMS * TERMS; q += GROUP) {
            const int t = q / TERMS;
            const int u = t / TERMS * TERMS + q % TERMS;
            float sum = 0.0f;
            for (int b = 0; b < count; b++) {
                sum += (phi[b * WIDTH + t] - means[t]) * (phi[b * WIDTH + u] - means[u]);
            }
            covariances[q] = (row0 ? covariances[q] : 0.0f) + sum / (rows - 1);
        }
    }
    for (int f = 0; f < n; f++) {
        const __global float *x = m + k->x + from + f;
        float sum = 0.0f;
        for (int b = lid; b < rows; b += GROUP) {
            sum += x[b * k->stride] - x[0];
        }
        const float mean = x[0] + line_sum(phi, GROUP, sum) / rows;
        float squares = 0.0f;
        for (int b = lid; b < rows; b += GROUP) {
            squares += (x[b * k->stride] - mean) * (x[b * k->stride] - mean);
        }
        squares = line_sum(phi, GROUP, squares);
        if (lid == 0) {
            own[f * 3] = mean;
            own[f * 3 + 1] = sqrt(squares / (rows - 1));
        }
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    for (int q = lid; q < n * (width / 8); q += GROUP) {
        const int f = q / (width / 8);
        const int o = q % (width / 8) * 8;
        const __global float *w = EDGES + (from + f) * EDGE * width + o;
        V variance = 0.0f;
        for (int t = 0; t < TERMS; t++) {
            V sum = 0.0f;
            for (int u = 0; u < TERMS; u++) {
                sum = fma((V)(covariances[(f * TERMS + t) * TERMS + u]), vload8(0, w + u * width), sum);
            }
            variance = fma(sum, vload8(0, w + t * width), variance);
        }
        const V activity = sqrt(fmax(variance, (V)(0.0f))) / (V)(own[f * 3 + 1] + INPUT_OFFSET);
        vstore8(activity, 0, m + k->activities + (from + f) * width + o);
    }
}

// A group 64 rows of CHUNK inputs: gradients of the penalty by their entries and, behind these, by the input itself, which its own
// deviation gives it. Eight rows of one lie side by side.
KERNEL entry_gradients(STEP) {
    SHARED float phi[WIDTH * GROUP];
    OF_RUN(1)
    __constant Layer *k = layers + l;
    __global float *p = m + p_at;
    const int lid = get_local_id(0);
    const int row0 = get_group_id(0) * GROUP;
    const int from = (int)get_group_id(1) * CHUNK;
    const int n = min(CHUNK, k->inputs - from);
    const float2 ends = vload2(0, m + k->ends);
    __global float *to = m + k->entry_gradients + (row0 * k->inputs + from * 8) * (TERMS + 1);
    const int next_rows = k->inputs * (TERMS + 1) * 8;
    fill(phi, 1, row0, from, n, PASS);
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int q = lid; q < n * TERMS; q += GROUP) {
        const int f = q / TERMS;
        const __global float *pairs = m + k->pairs + (from * TERMS + q) * TERMS;
        const __global float *means = m + k->means + (from + f) * TERMS;
        for (int b = 0; b < GROUP; b++) {
            const __local float *entry = phi + b * WIDTH + f * TERMS;
            float sum = 0.0f;
            for (int u = 0; u < TERMS; u++) {
                sum += pairs[u] * (entry[u] - means[u]);
            }
            to[b / 8 * next_rows + (q + f) * 8 + b % 8] = sum;
        }
    }
    const __global float *x = m + k->x + min(row0 + lid, rows - 1) * k->stride + from;
    for (int f = 0; f < n; f++) {
        const __global float *own = m + k->input_spreads + (from + f) * 3;
        to[lid / 8 * next_rows + (f * (TERMS + 1) + TERMS) * 8 + lid % 8] = own[2] * (x[f] - own[0]);
    }
}
