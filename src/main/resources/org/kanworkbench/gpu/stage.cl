// The entries of a stage's pixels, [pixel][channel, term], from its images: [image][channel][pixel] with a stride of 1, else
// [pixel][channel]. A work-item has eight pixels of one channel.

#define PIXELS \
    OF_RUN(1) \
    __constant Layer *k = layers + l; \
    __global float *p = m + p_at; \
    const int area = k->height * k->breadth; \
    const int blocks = (area + 7) / 8; \
    const int n = get_global_id(0); \
    const int c = n % k->inputs; \
    const int image = n / k->inputs / blocks; \
    const int pixel = n / k->inputs % blocks * 8; \
    const int stride = k->stride; \
    const int plane = PLANE(image, c, stride, k->inputs, area); \
    const int entries = (image * area + pixel) * k->width + c * TERMS; \
    const int i = 0;

FUNCTION V seen(V x, int image, int c, const __global float *m, __constant Layer *k) {
    const __global float *stat = m + k->stat + STATISTIC(image, c, k->inputs);
    return k->scaling == TANH ? tanh(x) : k->scaling == NORM ? (x - stat[0]) * stat[PADDED(k->inputs)] : x;
}

KERNEL expand(STEP) {
    PIXELS
    if (image < rows) {
        OF_INPUT
        const V x = rows8(m + k->x + plane, pixel, area, stride, 0);
        const V s = seen(x, image, c, m, k);
#define PUT(t, v) spread(v, m + k->y + entries + t, area - pixel, k->width);
#if BASE != ZERO
        PUT(0, activate8(BASE, 0.0f, x))
#endif
        VALUES
#undef PUT
    }
}

// From the gradients of the entries (dy) to those of the images (dx), unless there are none, and of trained values.
KERNEL contract(STEP) {
    PIXELS
    if (image < rows) {
        const V x = rows8(m + k->x + plane, pixel, area, stride, 0);
        const V s = seen(x, image, c, m, k);
        V e[TERMS];
        for (int t = 0; t < TERMS; t++) {
            e[t] = rows8(m + k->dy + image * area * k->width, pixel, area, k->width, c * TERMS + t);
        }
        V to_s;
        V to_x;
        const int8 there = pixel + I8(0, 1, 2, 3, 4, 5, 6, 7) < area;
        through_entries(e, x, s, i, m, p, k, there, m + k->parts + n * OWN, &to_s, &to_x);
        if (k->dx >= 0) {
            spread(to_x, m + k->dx + plane + pixel * stride, area - pixel, stride);
            if (k->scaling == NORM) {
                spread(to_s, m + k->ds + plane + pixel * stride, area - pixel, stride);
            }
        }
    }
}
