// What happens to images between the products of convolutions: norms over the pixels of a channel, activation and pooling, and the
// way back.

// A line of eight has a channel of an image: mean and 1/deviation of its pixels.
#define CHANNEL \
    SHARED float t[GROUP]; \
    OF_RUN(1) \
    __constant Layer *k = layers + l; \
    const int area = k->height * k->breadth; \
    const int first = (int)get_local_id(0) % 8; \
    const int line = (int)get_global_id(0) / 8; \
    const int image = line / channels; \
    const int c = line % channels; \
    const int own = image < rows ? area : 0; \
    const int plane = PLANE(image, c, stride, channels, area); \
    const __global float *x = m + x_at + plane; \
    __global float *stat = m + k->stat + STATISTIC(image, c, channels);

KERNEL measure_channels(STEP, const int x_at, const int stride, const int channels) {
    CHANNEL
    float sum = 0.0f;
    for (int n = first; n < own; n += 8) {
        sum += x[n * stride];
    }
    const float mean = line_sum(t, 8, sum) / area;
    float squares = 0.0f;
    for (int n = first; n < own; n += 8) {
        squares += (x[n * stride] - mean) * (x[n * stride] - mean);
    }
    squares = line_sum(t, 8, squares);
    if (own && first == 0) {
        stat[0] = mean;
        stat[PADDED(channels)] = 1.0f / sqrt(squares / area + EPSILON);
    }
}

// Through such a norm, from gradients at d_at to those at to_at: added, or in place of those, where a pixel in no cell has none.
KERNEL through_channels(
        STEP, const int x_at, const int stride, const int channels, const int d_at, const int to_at, const int adds) {
    CHANNEL
    const int height = k->height / k->side * k->side;
    const int breadth = k->breadth / k->side * k->side;
    const int whole = height * breadth == area;
    const float middle = own ? stat[0] : 0.0f;
    const float factor = own ? stat[PADDED(channels)] : 0.0f;
    const __global float *d = m + d_at + plane;
    __global float *to = m + to_at + plane;
    float mean = 0.0f;
    float product = 0.0f;
    for (int n = first; n < own; n += 8) {
        const float g = whole || (n / k->breadth < height && n % k->breadth < breadth) ? d[n * stride] : 0.0f;
        mean += g;
        product += g * (x[n * stride] - middle) * factor;
    }
    mean = line_sum(t, 8, mean) / area;
    product = line_sum(t, 8, product) / area;
    for (int n = first; n < own; n += 8) {
        const float g = whole || (n / k->breadth < height && n % k->breadth < breadth) ? d[n * stride] : 0.0f;
        const float z = (x[n * stride] - middle) * factor;
        to[n * stride] = (adds ? to[n * stride] : 0.0f) + (g - mean - z * product) * factor;
    }
}

// Where eight outputs of a convolution's cell of pixels lie: a work-item has eight. Sums become z, with a bias or by a norm.
#define CELL \
    OF_RUN(1) \
    __constant Layer *k = layers + l; \
    const __global float *p = m + p_at; \
    const __global float *a = m + k->partial; \
    const int side = k->side; \
    const int breadth = k->breadth; \
    const int outputs = k->outputs; \
    const int width = k->width; \
    const int blocks = width / 8; \
    const int o = (int)get_global_id(0) % blocks * 8; \
    const int cell = get_global_id(0) / blocks; \
    const int across = breadth / side; \
    const int area = k->height / side * across; \
    const int image = cell / area; \
    const int inside = cell % area; \
    const int pixel = ((image * k->height + inside / across * side) * breadth + inside % across * side) * width + o; \
    const int feature = (image * outputs + o) * area + inside; \
    const int on = cell < cells; \
    const int normed = on && k->stat >= 0; \
    const __global float *stat = m + k->stat + STATISTIC(image, o, outputs); \
    const V shift = normed ? -vload8(0, stat) : on ? vload8(0, p + k->bias + o) : (V)(0.0f); \
    const V factor = normed ? vload8(0, stat + width) : (V)(1.0f); \
    const float slope = k->prelu < 0 ? 0.0f : p[k->prelu];

// Where the pixel of a corner begins, in a cell of one pixel or of four.
#define NEXT(corner) (pixel + ((corner) / 2 * breadth + (corner) % 2) * width)

// The largest value of a cell. Of the last stage, features lie by channel.
KERNEL pool(STEP, const int y_at, const int cells, const int byChannel) {
    CELL
    __global float *y = m + y_at;
    if (on) {
        V most = -INFINITY;
        for (int corner = 0; corner < side * side; corner++) {
            const V v = activate8(k->activation, slope, (vload8(0, a + NEXT(corner)) + shift) * factor);
            most = select(v, most, v <= most);
        }
        if (byChannel) {
            spread(most, y + feature, outputs - o, area);
        } else {
            vstore8(most, 0, y + cell * width + o);
        }
    }
}

// The gradient of a cell goes to the first corner of its value; and parts of that of a PReLU's slope.
KERNEL unpool(STEP, const int dy_at, const int cells, const int byChannel) {
    CELL
    const __global float *dy = m + dy_at;
    __global float *da = m + k->da;
    if (on) {
        V most = -INFINITY;
        V z = 0.0f;
        int8 first = -1;
        for (int corner = 0; corner < side * side; corner++) {
            const V at = (vload8(0, a + NEXT(corner)) + shift) * factor;
            const V v = activate8(k->activation, slope, at);
            first = select(I8(corner), first, v <= most);
            z = select(at, z, v <= most);
            most = select(v, most, v <= most);
        }
        V d;
        if (byChannel) {
#define FEATURE8(c) (o + c < outputs ? dy[feature + c * area] : 0.0f)
            d = V8(
                FEATURE8(0), FEATURE8(1), FEATURE8(2), FEATURE8(3), FEATURE8(4), FEATURE8(5), FEATURE8(6), FEATURE8(7));
        } else {
            d = vload8(0, dy + cell * width + o);
        }
        if (k->prelu >= 0) {
            m[k->parts + (int)get_global_id(0)] = sum8(select((V)(0.0f), d * z, z < 0.0f));
        }
        d *= differentiate8(k->activation, slope, z);
        for (int corner = 0; corner < side * side; corner++) {
            vstore8(select((V)(0.0f), d, first == corner), 0, da + NEXT(corner));
        }
    }
}

// The kernels of the convolution that carries gradients back: taps turned round, inputs and outputs swapped.
KERNEL turn(
        MEMORY, const int p_at, const int w_at, const int at, const int inputs, const int outputs, const int width,
        const int inputWidth) {
    OF_RUN(1)
    const __global float *p = m + p_at;
    __global float *w = m + w_at;
    const int n = get_global_id(0);
    const int i = n % inputWidth;
    const int o = n / inputWidth % outputs;
    const int tap = n / inputWidth / outputs;
    if (tap < 9) {
        w[n] = i < inputs ? p[at + ((8 - tap) * inputs + i) * width + o] : 0.0f;
    }
}
