// Everything between the products: batches, scaling, norms, losses, optimisers. Sizes and kinds are arguments, so that all
// networks share one program.

// What a layer's scaling needs to know of a row: its least and largest input, or mean and 1/deviation.
FUNCTION void measure_line(
        __local float *t, const int line, const int own, const int inputs, const int scaling, const __global float *from,
        __global float *stat) {
    const int first = (int)get_local_id(0) % line;
    float low = INFINITY;
    float high = -INFINITY;
    float sum = 0.0f;
    for (int i = first; i < own; i += line) {
        low = fmin(low, from[i]);
        high = fmax(high, from[i]);
        sum += from[i];
    }
    low = -line_max(t, line, -low);
    high = line_max(t, line, high);
    const float mean = line_sum(t, line, sum) / inputs;
    float squares = 0.0f;
    for (int i = first; i < own; i += line) {
        squares += (from[i] - mean) * (from[i] - mean);
    }
    squares = line_sum(t, line, squares);
    if (first == 0 && own > 0) {
        stat[0] = scaling == NORM ? mean : low;
        stat[1] = scaling == NORM ? 1.0f / sqrt(squares / inputs + EPSILON) : high;
    }
}

// A group a row.
KERNEL measure(STEP) {
    SHARED float t[GROUP];
    OF_RUN(1)
    __constant Layer *k = layers + l;
    const int row = get_group_id(0);
    measure_line(t, GROUP, k->inputs, k->inputs, k->scaling, m + k->x + row * k->stride, m + k->stat + row * 2);
}

// As java.util's and SeedMixer's: independent seeds from a seed and a stream.
FUNCTION ulong seed_of(ulong seed, int stream) {
    return mixed(mixed(seed + GAMMA) + (ulong)(stream + 1) * GAMMA);
}

// Evenly distributed on [-bound, bound), in whole pixels; bound in 2^-24 of one.
FUNCTION int shift_of(ulong image, int axis, long bound) {
    return (int)((((long)seed_of(image, axis) >> 32) * bound + (1L << 54)) >> 55);
}

FUNCTION float symmetric(ulong image, int axis) {
    return (float)((long)seed_of(image, axis) >> 10) * 0x1p-53f;
}

// Where examples lie, and what becomes of them.
typedef struct {
    long shift;      // bound, see shift_of
    float rotation;  // degrees
    float resize;
    float fill;      // beyond the edges, if filled
    float scale;     // of codes
    float offset;
    int width;       // values of an example
    int targets;     // numbers of an example
    int coded;       // bytes, not floats
    int augmented;
    int filled;
    int height;      // of an image
    int breadth;
    int encoded;     // whether 1 is added to every other value
    int order;       // where that of an epoch lies in the run's memory
    int to;          // where the batch goes
    int targets_to;
    int seeds;       // the second is augmentation's; the step's number follows
} Examples;

FUNCTION float value_at(const __global uchar *codes, const __global float *values, __constant Examples *e, int at) {
#pragma OPENCL FP_CONTRACT OFF
    return e->coded ? ROUNDED(codes[at], e->scale) + e->offset : values[at];
}

// A pixel of a plane that begins at from; the nearest one, or what fills, in place of one beyond the edges.
FUNCTION float pixel_at(const __global uchar *codes, const __global float *values, __constant Examples *e, int from, int y, int x) {
    const int inside = y >= 0 && y < e->height && x >= 0 && x < e->breadth;
    return e->filled && !inside
        ? e->fill
        : value_at(codes, values, e, from + clamp(y, 0, e->height - 1) * e->breadth + clamp(x, 0, e->breadth - 1));
}

// A group a row of the batch that begins at first in the epoch's order: its inputs, augmented, its target, and what the first layer's
// scaling needs to know of it.
KERNEL take(
        STEP, const long step, const __global uchar *codes, const __global float *values, const __global int *targets,
        __constant Examples *e, const int first, const int epoch) {
    SHARED float t[GROUP];
    OF_RUN(1)
    const int row = get_group_id(0);
    if (row == 0 && get_local_id(0) == 0) {
        ((__global long *)(m + e->seeds))[2] = step;
    }
    const int example = ((const __global int *)(m + e->order))[first + row];
    const int area = max(1, e->height * e->breadth);
    const ulong image = seed_of(seed_of(((const __global ulong *)(m + e->seeds))[1], epoch), example);
    const int right = shift_of(image, 0, e->shift);
    const int down = shift_of(image, 1, e->shift);
    const int turned = e->rotation != 0.0f || e->resize != 0.0f;
    const float angle = e->rotation * symmetric(image, 2) * 0.017453292f;
    const float size = 1.0f + e->resize * symmetric(image, 3);
    const float c = cos(angle) / size;
    const float s = sin(angle) / size;
    const float middle_x = (e->breadth - 1) / 2.0f;
    const float middle_y = (e->height - 1) / 2.0f;
    __global float *to = m + e->to + row * e->width;
    for (int i = get_local_id(0); i < e->width; i += GROUP) {
        const int from = example * e->width;
        const int y = i % area / max(1, e->breadth);
        const int x = i % area % max(1, e->breadth);
        float v;
        if (!e->augmented) {
            v = value_at(codes, values, e, from + i);
        } else if (!turned) {
            v = pixel_at(codes, values, e, from + i / area * area, y - down, x - right);
        } else {
            // Traced back: shift undone, then rotation, then size.
            const float dx = x - middle_x - right;
            const float dy = y - middle_y - down;
            const float least = e->filled ? -1.0f : 0.0f;
            const float u = clamp(c * dx + s * dy + middle_x, least, e->breadth - 1 - least);
            const float w = clamp(c * dy - s * dx + middle_y, least, e->height - 1 - least);
            const int left = (int)floor(u);
            const int top = (int)floor(w);
            const int plane = from + i / area * area;
            const float nw = pixel_at(codes, values, e, plane, top, left);
            const float ne = pixel_at(codes, values, e, plane, top, left + 1);
            const float sw = pixel_at(codes, values, e, plane, top + 1, left);
            const float se = pixel_at(codes, values, e, plane, top + 1, left + 1);
            const float above = nw + (u - left) * (ne - nw);
            const float below = sw + (u - left) * (se - sw);
            v = above + (w - top) * (below - above);
        }
        to[i] = v + (e->encoded && i % 2 ? 1.0f : 0.0f);
    }
    // Labels or numbers, both of four bytes.
    for (int n = get_local_id(0); n < e->targets; n += GROUP) {
        ((__global int *)(m + e->targets_to))[row * e->targets + n] = targets[example * e->targets + n];
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    __constant Layer *k = layers;
    const int own = k->x == e->to && k->stat >= 0 ? k->inputs : 0;
    measure_line(t, GROUP, own, k->inputs, k->scaling, to, m + k->stat + row * 2);
}

// A group a row: through the ends of ranges, which share gradients among ties. sums[row][4] are for ranges of all rows, for which
// one launch sums a row and the next adds them all up.
KERNEL through_range(STEP, const int sum, const int apply) {
    SHARED float t[GROUP];
    OF_RUN(1)
    __constant Layer *k = layers + l;
    const __global float *x = m + k->x;
    const __global float *ds = m + k->ds;
    __global float *dx = m + k->dx;
    __global float *sums = m + k->row_sums;
    const int inputs = k->inputs;
    const int stride = k->stride;
    const int row = get_group_id(0);
    const __global float *ends = k->of_all_rows ? m + k->ends : m + k->stat + row * 2;
    const float low = ends[0];
    const float high = ends[1];
    const float size = high - low;
    const float r = size == 0.0f ? 0.0f : 2.0f / size;
    const float r2 = r * r * 0.5f;
    float toLow = 0.0f, toHigh = 0.0f, lows = 0.0f, highs = 0.0f;
    if (sum) {
        for (int i = get_local_id(0); i < inputs; i += GROUP) {
            const float v = x[row * stride + i];
            const float g = ds[row * stride + i];
            toLow -= g * (high - v) * r2;
            toHigh -= g * (v - low) * r2;
            lows += v == low;
            highs += v == high;
        }
    } else {
        for (int b = get_local_id(0); b < rows; b += GROUP) {
            toLow += sums[b * 4];
            toHigh += sums[b * 4 + 1];
            lows += sums[b * 4 + 2];
            highs += sums[b * 4 + 3];
        }
    }
    toLow = line_sum(t, GROUP, toLow);
    toHigh = line_sum(t, GROUP, toHigh);
    lows = line_sum(t, GROUP, lows);
    highs = line_sum(t, GROUP, highs);
    if (apply) {
        toLow /= lows;
        toHigh /= highs;
        for (int i = get_local_id(0); i < inputs; i += GROUP) {
            const int at = row * stride + i;
            dx[at] += ds[at] * r + (x[at] == low ? toLow : 0.0f) + (x[at] == high ? toHigh : 0.0f);
        }
    } else if (get_local_id(0) == 0) {
        sums[row * 4] = toLow;
        sums[row * 4 + 1] = toHigh;
        sums[row * 4 + 2] = lows;
        sums[row * 4 + 3] = highs;
    }
}

// A group a row: through a layer norm of the inputs.
KERNEL through_input_norm(STEP) {
    SHARED float t[GROUP];
    OF_RUN(1)
    __constant Layer *k = layers + l;
    const __global float *x = m + k->x;
    const __global float *stat = m + k->stat;
    const __global float *p = m + p_at;
    const __global float *ds = m + k->ds;
    __global float *dx = m + k->dx;
    const int inputs = k->inputs;
    const int stride = k->stride;
    const int gainAt = k->gain;
    const int row = get_group_id(0);
    const float mean = stat[row * 2];
    const float factor = stat[row * 2 + 1];
    float average = 0.0f;
    float product = 0.0f;
    for (int i = get_local_id(0); i < inputs; i += GROUP) {
        const float g = ds[row * stride + i] * p[gainAt + i];
        average += g;
        product += g * (x[row * stride + i] - mean) * factor;
    }
    average = line_sum(t, GROUP, average) / inputs;
    product = line_sum(t, GROUP, product) / inputs;
    for (int i = get_local_id(0); i < inputs; i += GROUP) {
        const int at = row * stride + i;
        const float z = (x[at] - mean) * factor;
        dx[at] += (ds[at] * p[gainAt + i] - average - z * product) * factor;
    }
}

// A work-item an input: gradients of the gains and shifts of such a norm.
KERNEL input_norm(STEP, const int g_at) {
    OF_RUN(1)
    __constant Layer *k = layers + l;
    const __global float *x = m + k->x;
    const __global float *stat = m + k->stat;
    const __global float *ds = m + k->ds;
    __global float *g = m + g_at;
    const int inputs = k->inputs;
    const int stride = k->stride;
    const int i = get_global_id(0);
    if (i < inputs) {
        float gain = 0.0f;
        float shift = 0.0f;
        for (int b = 0; b < rows; b++) {
            const float d = ds[b * stride + i];
            gain += d * (x[b * stride + i] - stat[b * 2]) * stat[b * 2 + 1];
            shift += d;
        }
        g[k->gain + i] = gain;
        g[k->shift + i] = shift;
    }
}

// Adds up partial sums and biases (a), normalises (standard, deviation), activates (z, y), and measures for the layer above.
FUNCTION void finish_lines(
        __local float *t, const int line, const int rows64, const int slices, const int training, INPUTS) {
    const int lid = get_local_id(0);
    const int at0 = (int)get_group_id(0) * (GROUP / line) + lid / line;
    const int by_row = k->norm != BATCH_NORM;
    const int outputs = k->outputs;
    const int width = k->width;
    const int count = by_row ? outputs : rows;
    const int own = at0 < (by_row ? rows : outputs) ? count : 0;
    const __global float *partial = m + k->partial;
    __global float *z = m + k->z;
    __global float *y = m + k->y;
    float total = 0.0f;
    for (int n = lid % line; n < own; n += line) {
        const int o = by_row ? n : at0;
        const int at = (by_row ? at0 : n) * width + o;
        float a = 0.0f;
        for (int c = 0; c < k->biases; c++) {
            a += p[k->bias + c * width + o];
        }
        for (int s = 0; s < slices; s++) {
            a += partial[s * rows64 * width + at];
        }
        z[at] = a;
        total += a;
    }
    float mean = line_sum(t, line, total) / count;
    float squares = 0.0f;
    for (int n = lid % line; n < own; n += line) {
        const float d = z[(by_row ? at0 : n) * width + (by_row ? n : at0)] - mean;
        squares += d * d;
    }
    float variance = line_sum(t, line, squares) / count;
    if (!by_row && own && training && count > 1 && lid % line == 0 && !flagged(m + k->told, k->flags)) {
        p[k->mean + at0] += MOMENTUM * (mean - p[k->mean + at0]);
        p[k->mean + width + at0] += MOMENTUM * (variance * count / (count - 1) - p[k->mean + width + at0]);
    }
    if (!by_row && own && !training) {
        mean = p[k->mean + at0];
        variance = p[k->mean + width + at0];
    }
    const float inverse = 1.0f / sqrt(variance + EPSILON);
    if (own && lid % line == 0) {
        m[k->deviation + at0] = inverse;
    }
    const float slope = k->prelu < 0 ? 0.0f : p[k->prelu];
    const ulong seed = training && k->threshold ? dropout_seed(m, k) : 0;
    for (int n = lid % line; n < own; n += line) {
        const int o = by_row ? n : at0;
        const int b = by_row ? at0 : n;
        float v = z[b * width + o];
        if (k->norm) {
            const float s = (v - mean) * inverse;
            m[k->standard + b * width + o] = s;
            v = s * p[k->gamma + o] + p[k->gamma + width + o];
            z[b * width + o] = v;
        }
        v = activate(k->activation, slope, v);
        if (training && k->threshold) {
            v *= kept(seed, b * outputs + o, k->threshold, k->factor);
        }
        y[b * width + o] = v;
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    const int above = by_row && k->above && k[1].stat >= 0;
    measure_line(
        t, line, above ? own : 0, outputs, above ? k[1].scaling : 0, y + at0 * width, m + (above ? k[1].stat + at0 * 2 : 0));
}

// Losses of rows and whether the largest output is the label's, or squared errors; and gradients of the outputs.
FUNCTION void lose_lines(__local float *t, const int squared, const int targets_at, const float smoothing, INPUTS) {
    const int lid = get_local_id(0);
    const int b = (int)get_group_id(0) * 8 + lid / 8;
    const int outputs = k->outputs;
    const int own = b < rows ? outputs : 0;
    const __global float *y = m + k->y + b * k->width;
    __global float *dy = m + k->dy + b * k->width;
    __global float *figures = m + k->told + k->flags;
    const __global float *numbers = m + targets_at + b * outputs;
    const int label = own && !squared ? ((const __global int *)(m + targets_at))[b] : 0;
    float most = -INFINITY;
    for (int o = lid % 8; o < own; o += 8) {
        most = fmax(most, y[o]);
    }
    most = line_max(t, 8, most);
    float before = -INFINITY;
    float total = 0.0f;
    for (int o = lid % 8; o < own; o += 8) {
        before = fmax(before, y[o] == most ? -(float)o : -INFINITY);
        total += exp(y[o] - most);
    }
    before = line_max(t, 8, before);
    total = line_sum(t, 8, total);
    const float loss = log(total) + (most - (own ? y[label] : 0.0f));
    if (own && !squared && lid % 8 == 0) {
        figures[b] = loss;
        figures[rows + b] = before == -(float)label;
        if (!isfinite(loss)) {
            m[k->told] = 1.0f;
        }
    }
    for (int o = lid % 8; o < own; o += 8) {
        if (squared) {
            const float error = y[o] - numbers[o];
            figures[o * rows + b] = error * error;
            if (!isfinite(error * error)) {
                m[k->told] = 1.0f;
            }
            dy[o] = 2.0f * error / ((float)rows * outputs);
        } else {
            const float target = smoothing / outputs + (o == label ? 1.0f - smoothing : 0.0f);
            dy[o] = (exp(y[o] - most) / total - target) / rows;
        }
    }
}

#define LINES \
    SHARED float t[GROUP]; \
    OF_RUN(1) \
    __constant Layer *k = layers + l; \
    __global float *p = m + p_at; \
    const float2 ends = F2(0.0f, 0.0f);

KERNEL finish(STEP, const int rows64, const int slices) {
    LINES
    finish_lines(t, k->norm == BATCH_NORM ? GROUP : 8, rows64, slices, training, PASS);
}

KERNEL unfinish(STEP) {
    LINES
    unfinish_lines(t, k->norm == BATCH_NORM ? GROUP : 8, 1, PASS);
}

KERNEL lose(STEP, const int squared, const int targets_at, const float smoothing) {
    LINES
    lose_lines(t, squared, targets_at, smoothing, PASS);
}

// All three, of a last layer whose rows do not depend on each other.
KERNEL finish_and_lose(
        STEP, const int rows64, const int slices, const int squared, const int targets_at, const float smoothing) {
    LINES
    finish_lines(t, 8, rows64, slices, training, PASS);
    lose_lines(t, squared, targets_at, smoothing, PASS);
    barrier(CLK_GLOBAL_MEM_FENCE);
    unfinish_lines(t, 8, 1, PASS);
}

// One group: the gradient of a PReLU's slope.
KERNEL slope(STEP, const int g_at) {
    LINES
    float sum = 0.0f;
    for (int n = get_local_id(0); n < rows * k->outputs; n += GROUP) {
        const int at = n / k->outputs * k->width + n % k->outputs;
        sum += m[k->z + at] < 0.0f ? m[k->dy + at] * m[k->z + at] : 0.0f;
    }
    sum = line_sum(t, GROUP, sum);
    if (get_local_id(0) == 0) {
        m[g_at + k->prelu] = sum;
    }
}

// A group a trained value of one kind of a basis: g[at + value] = Σ parts[block][input][first + function] over the
// inputs of its set and, if the functions are alike, over these.
KERNEL add_up_sets(
        STEP, const int g_at, const int at, const int blocks, const int inputs, const int own, const int sets, const int first,
        const int functions, const int alike) {
    SHARED float t[GROUP];
    OF_RUN(1)
    __constant Layer *k0 = layers + l;
    const __global float *parts = m + k0->parts;
    __global float *g = m + g_at;
    const int value = get_group_id(0);
    const int set = alike ? value : value / functions;
    const int n0 = first + (alike ? 0 : value % functions);
    const int ns = alike ? functions : 1;
    const int from = (set * inputs + sets - 1) / sets;
    const int members = ((set + 1) * inputs + sets - 1) / sets - from;
    float sum = 0.0f;
    for (int k = get_local_id(0); k < blocks * members * ns; k += GROUP) {
        sum += parts[(k / ns / members * inputs + from + k / ns % members) * own + n0 + k % ns];
    }
    sum = line_sum(t, GROUP, sum);
    if (get_local_id(0) == 0) {
        g[at + value] = sum;
    }
}

// What a step came to, for so many figures of a row: whether it was good, then their sums over all rows.
#define ACCOUNT \
    const int told_at, const int flags, const int rows, const int each, const int account_at

FUNCTION void account(__global float *m, ACCOUNT) {
    m[account_at] = flagged(m + told_at, flags) ? 0.0f : 1.0f;
    for (int f = 0; f < each; f++) {
        const __global float *from = m + told_at + flags + f * rows;
        V sum = 0.0f;
        int b = 0;
        for (; b + 8 <= rows; b += 8) {
            sum += vload8_anywhere(0, from + b);
        }
        float all = sum8(sum);
        for (; b < rows; b++) {
            all += from[b];
        }
        m[account_at + 1 + f] = all;
    }
}

// A work-item eight parameters, and one that accounts for the step. Nothing moves once a flag is up.
KERNEL adam(
        MEMORY, const int p_at, const int g_at, const int first_at, const int second_at, const int count, ACCOUNT,
        const float keep1, const float take1, const float keep2, const float take2, const float epsilon,
        const float coupled, const float shrink, const float rate, const float correction) {
    OF_RUN(1)
    const int n = get_global_id(0);
    __global float *p = m + p_at;
    const __global float *g = m + g_at;
    __global float *first = m + first_at;
    __global float *second = m + second_at;
    if (n == count) {
        account(m, told_at, flags, rows, each, account_at);
    }
    if (n < count && !flagged(m + told_at, flags)) {
        const V w = vload8(n, p);
        const V d = vload8(n, g) + w * coupled;
        const V m = vload8(n, first) * keep1 + d * take1;
        const V v = vload8(n, second) * keep2 + d * d * take2;
        vstore8(m, n, first);
        vstore8(v, n, second);
        vstore8(w * shrink - m * rate / (sqrt(v) * correction + epsilon), n, p);
    }
}

KERNEL momentum(
        MEMORY, const int p_at, const int g_at, const int first_at, const int count, ACCOUNT, const float keep,
        const float decay, const float rate) {
    OF_RUN(1)
    const int n = get_global_id(0);
    __global float *p = m + p_at;
    const __global float *g = m + g_at;
    __global float *first = m + first_at;
    if (n == count) {
        account(m, told_at, flags, rows, each, account_at);
    }
    if (n < count && !flagged(m + told_at, flags)) {
        const V w = vload8(n, p);
        const V v = vload8(n, first) * keep + (vload8(n, g) + w * decay);
        vstore8(v, n, first);
        vstore8(w - v * rate, n, p);
    }
}

// The moving average of all weights and running statistics.
KERNEL average(
        MEMORY, const int p_at, const int mean_at, const int count, const int told_at, const int flags, const float share) {
    OF_RUN(1)
    const int n = get_global_id(0);
    const __global float *p = m + p_at;
    __global float *mean = m + mean_at;
    if (n < count && !flagged(m + told_at, flags)) {
        const V before = vload8(n, mean);
        vstore8(before + (vload8(n, p) - before) * share, n, mean);
    }
}

// to[n] = Σ_s from[s·floats + n], for eight values a work-item.
KERNEL gather(
        MEMORY, const int from_at, const int g_at, const int at, const int count, const int slices, const int floats) {
    OF_RUN(1)
    const int n = get_global_id(0);
    const __global float *from = m + from_at;
    __global float *to = m + g_at;
    if (n < count) {
        V sum = vload8(n, from);
        for (int s = 1; s < slices; s++) {
            sum += vload8(n, from + s * floats);
        }
        vstore8(sum, n, to + at);
    }
}

// A work-item eight edges: their weights with the edges' scales of the terms from first to end, [input, term][width].
KERNEL scale_edges(STEP, const int terms, const int first, const int end, const int scalesAt) {
    OF_RUN(1)
    __constant Layer *k = layers + l;
    const __global float *p = m + p_at;
    __global float *w = m + k->scaled;
    const int inputs = k->inputs;
    const int width = k->width;
    const int edgesAt = k->edges;
    const int n = get_global_id(0);
    const int blocks = width / 8;
    if (n < inputs * blocks) {
        const int i = n / blocks;
        const int o = n % blocks * 8;
        const V scale = vload8(0, p + scalesAt + i * width + o);
        for (int t = 0; t < terms; t++) {
            const int at = (i * terms + t) * width + o;
            const V v = vload8(0, p + edgesAt + at);
            vstore8(t < first || t >= end ? v : v * scale, 0, w + at);
        }
    }
}

// From gradients of those to gradients of weights and scales; biases behind them are copied.
KERNEL unscale_edges(STEP, const int g_at, const int terms, const int first, const int end, const int scalesAt) {
    OF_RUN(1)
    __constant Layer *k = layers + l;
    const __global float *p = m + p_at;
    const __global float *dw = m + k->unscaled;
    __global float *g = m + g_at;
    const int inputs = k->inputs;
    const int width = k->width;
    const int edgesAt = k->edges;
    const int biases = k->trained_biases;
    const int n = get_global_id(0);
    const int blocks = width / 8;
    if (n < inputs * blocks) {
        const int i = n / blocks;
        const int o = n % blocks * 8;
        const V scale = vload8(0, p + scalesAt + i * width + o);
        V sum = 0.0f;
        for (int t = 0; t < terms; t++) {
            const int at = (i * terms + t) * width + o;
            const V d = vload8(0, dw + at);
            vstore8(t < first || t >= end ? d : d * scale, 0, g + edgesAt + at);
            sum += t < first || t >= end ? (V)(0.0f) : d * vload8(0, p + edgesAt + at);
        }
        vstore8(sum, 0, g + scalesAt + i * width + o);
        for (int c = i; c < biases; c += inputs) {
            const int at = (inputs * terms + c) * width + o;
            vstore8(vload8(0, dw + at), 0, g + edgesAt + at);
        }
    }
}
