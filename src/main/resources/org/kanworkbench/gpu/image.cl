// Entries of a 3 × 3 convolution with a border of zeros: its rows are the pixels of all images, x[pixel][stride], its inputs
// nine taps of BLOCKS blocks of TERMS entries of a pixel, of which each channel has EACH_HAS, and the bits of CONSTANTS say which
// are constant.

FUNCTION float2 range_of_all(__local float *t, const int first, const int training, INPUTS) {
    return F2(0.0f, 0.0f);
}

// Where an entry lies: a pixel's side by side, as they are copied.
#define NEXT_ROW WIDTH
#define NEXT_ENTRY 1

// A norm takes away what a constant adds everywhere: the gradient of its weight is 0, not rounding.
FUNCTION void fill(__local float *phi, const int backward, int row0, int from, int n, INPUTS) {
    const int lid = get_local_id(0);
    const int row = min(row0 + lid, rows - 1);
    const int height = k->height + 2 - 2 * k->border;
    const int breadth = k->breadth + 2 - 2 * k->border;
    const int across = row % k->breadth - k->border;
    const int down = row / k->breadth % k->height - k->border;
    const int image = row / k->breadth / k->height * height;
    for (int f = 0; f < n; f++) {
        const int tap = (from + f) / BLOCKS;
        const int first = (from + f) % BLOCKS * TERMS;
        const int y = down + tap / 3;
        const int z = across + tap % 3;
        const int inside = y >= 0 && y < height && z >= 0 && z < breadth;
        const int everywhere = CONSTANTS && backward && k->stat >= 0 && (tap == 4 || k->border == 0);
        const __global float *at = m + k->x + (inside ? (image + y) * breadth + z : 0) * k->stride + first;
        __local float *to = phi + lid * WIDTH + f * TERMS;
        int t = 0;
        for (; TERMS % 8 == 0 && t < TERMS; t += 8) {
            vstore8(inside ? vload8(0, at + t) : (V)(0.0f), 0, to + t);
        }
        for (; t < TERMS; t++) {
            to[t] = inside ? at[t] : 0.0f;
        }
        for (t = 0; everywhere && t < TERMS; t++) {
            to[t] = CONSTANTS >> (first + t) % EACH_HAS & 1 ? 0.0f : to[t];
        }
    }
}
