// Entries of a 3 × 3 convolution with a border of zeros: its rows are the pixels of all images, x[pixel][stride], its inputs
// nine taps of BLOCKS blocks of TERMS channels.

float2 range_of_all(__local float *t, const int first, const int training, INPUTS) {
    return (float2)(0.0f);
}

void fill(__local float *phi, const int byRow, int row0, int from, int n, INPUTS) {
    const int lid = get_local_id(0);
    const int row = min(row0 + lid, rows - 1);
    const int across = row % k->breadth;
    const int down = row / k->breadth % k->height;
    for (int f = 0; f < n; f++) {
        const int tap = (from + f) / BLOCKS;
        const int y = tap / 3 - 1;
        const int z = tap % 3 - 1;
        const int inside = down + y >= 0 && down + y < k->height && across + z >= 0 && across + z < k->breadth;
        const __global float *at =
            m + k->x + (row + (inside ? y * k->breadth + z : 0)) * k->stride + (from + f) % BLOCKS * TERMS;
        for (int t = 0; t < TERMS; t++) {
            phi[byRow ? lid * WIDTH + f * TERMS + t : (f * TERMS + t) * GROUP + lid] = inside ? at[t] : 0.0f;
        }
    }
}
