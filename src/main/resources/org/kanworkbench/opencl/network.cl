// Everything between the products: scaling, norms, activations, losses, optimisers, pooling. Sizes and kinds are arguments, so
// that all networks share one program.

#define EPSILON 1e-5f
#define MOMENTUM 0.1f

// Sums and maxima over a group, by eights; every work-item gets the result.
float group_sum(__local float *t, float v) {
    const int lid = get_local_id(0);
    barrier(CLK_LOCAL_MEM_FENCE);
    t[lid] = v;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (lid < 8) {
        float sum = t[lid];
        for (int n = lid + 8; n < GROUP; n += 8) {
            sum += t[n];
        }
        t[GROUP + lid] = sum;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    return sum8(vload8(0, t + GROUP));
}

float group_max(__local float *t, float v) {
    const int lid = get_local_id(0);
    barrier(CLK_LOCAL_MEM_FENCE);
    t[lid] = v;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (lid < 8) {
        float most = t[lid];
        for (int n = lid + 8; n < GROUP; n += 8) {
            most = fmax(most, t[n]);
        }
        t[GROUP + lid] = most;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    float most = t[GROUP];
    for (int n = 1; n < 8; n++) {
        most = fmax(most, t[GROUP + n]);
    }
    return most;
}

// A group a row: stat[row] = its least and largest input.
KERNEL measure_range(const __global float *x, __global float *stat, const int inputs, const int stride) {
    __local float t[GROUP + 8];
    const int row = get_group_id(0);
    const __global float *from = x + row * stride;
    float least = INFINITY;
    float most = -INFINITY;
    for (int i = get_local_id(0); i < inputs; i += GROUP) {
        least = fmin(least, from[i]);
        most = fmax(most, from[i]);
    }
    least = -group_max(t, -least);
    most = group_max(t, most);
    if (get_local_id(0) == 0) {
        stat[row * 2] = least;
        stat[row * 2 + 1] = most;
    }
}

// A group a row: stat[row] = mean and 1/deviation of its inputs.
KERNEL measure_norm(const __global float *x, __global float *stat, const int inputs, const int stride) {
    __local float t[GROUP + 8];
    const int row = get_group_id(0);
    const __global float *from = x + row * stride;
    float sum = 0.0f;
    for (int i = get_local_id(0); i < inputs; i += GROUP) {
        sum += from[i];
    }
    const float mean = group_sum(t, sum) / inputs;
    float squares = 0.0f;
    for (int i = get_local_id(0); i < inputs; i += GROUP) {
        squares += (from[i] - mean) * (from[i] - mean);
    }
    squares = group_sum(t, squares);
    if (get_local_id(0) == 0) {
        stat[row * 2] = mean;
        stat[row * 2 + 1] = 1.0f / sqrt(squares / inputs + EPSILON);
    }
}

// One group: the range of all rows in every row's place. Running ends move in training and replace the measured ones at inference.
KERNEL range(__global float *stat, __global float *p, const int rows, const int runningAt, const int training) {
    __local float t[GROUP + 8];
    const int measured = runningAt < 0 || training;
    float low = INFINITY;
    float high = -INFINITY;
    for (int b = get_local_id(0); b < rows; b += GROUP) {
        low = fmin(low, stat[b * 2]);
        high = fmax(high, stat[b * 2 + 1]);
    }
    low = -group_max(t, -low);
    high = group_max(t, high);
    if (measured && runningAt >= 0 && get_local_id(0) == 0) {
        p[runningAt] += MOMENTUM * (low - p[runningAt]);
        p[runningAt + 1] += MOMENTUM * (high - p[runningAt + 1]);
    }
    if (!measured) {
        low = p[runningAt];
        high = p[runningAt + 1];
    }
    for (int b = get_local_id(0); b < rows; b += GROUP) {
        stat[b * 2] = low;
        stat[b * 2 + 1] = high;
    }
}

// A group a row: through the ends of ranges, which share gradients among ties. sums[row][4] are for ranges of all rows, for which
// one launch sums a row and the next adds them all up.
KERNEL through_range(
        const __global float *x, const __global float *stat, const __global float *ds, __global float *dx,
        __global float *sums, const int rows, const int inputs, const int stride, const int sum, const int apply) {
    __local float t[GROUP + 8];
    const int row = get_group_id(0);
    const float low = stat[row * 2];
    const float high = stat[row * 2 + 1];
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
    toLow = group_sum(t, toLow);
    toHigh = group_sum(t, toHigh);
    lows = group_sum(t, lows);
    highs = group_sum(t, highs);
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
KERNEL through_input_norm(
        const __global float *x, const __global float *stat, const __global float *p, const __global float *ds,
        __global float *dx, const int inputs, const int stride, const int gainAt) {
    __local float t[GROUP + 8];
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
    average = group_sum(t, average) / inputs;
    product = group_sum(t, product) / inputs;
    for (int i = get_local_id(0); i < inputs; i += GROUP) {
        const int at = row * stride + i;
        const float z = (x[at] - mean) * factor;
        dx[at] += (ds[at] * p[gainAt + i] - average - z * product) * factor;
    }
}

// A work-item an input: gradients of the gains and shifts of such a norm.
KERNEL input_norm(
        const __global float *x, const __global float *stat, const __global float *ds, __global float *g,
        const int rows, const int inputs, const int stride, const int gainAt, const int shiftAt) {
    const int i = get_global_id(0);
    if (i < inputs) {
        float gain = 0.0f;
        float shift = 0.0f;
        for (int b = 0; b < rows; b++) {
            const float d = ds[b * stride + i];
            gain += d * (x[b * stride + i] - stat[b * 2]) * stat[b * 2 + 1];
            shift += d;
        }
        g[gainAt + i] = gain;
        g[shiftAt + i] = shift;
    }
}

// Activations, by the numbers in front of this text.
float activate(int kind, float slope, float x) {
    switch (kind) {
        case SILU: return x / (1.0f + exp(-x));
        case GELU: return 0.5f * x * (1.0f + erf(x * 0.70710678f));
        case TANH_OF: return tanh(x);
        case RELU: return x < 0.0f ? 0.0f : x;
        case PRELU: return x < 0.0f ? slope * x : x;
        case ZERO: return 0.0f;
        default: return x;
    }
}

float differentiate(int kind, float slope, float x) {
    switch (kind) {
        case SILU: {
            const float g = 1.0f / (1.0f + exp(-x));
            return g * (1.0f + x * (1.0f - g));
        }
        case GELU: return 0.5f * (1.0f + erf(x * 0.70710678f)) + x * exp(-0.5f * x * x) * 0.39894228f;
        case TANH_OF: {
            const float t = tanh(x);
            return 1.0f - t * t;
        }
        case RELU: return x > 0.0f ? 1.0f : 0.0f;
        case PRELU: return x < 0.0f ? slope : 1.0f;
        case ZERO: return 0.0f;
        default: return 1.0f;
    }
}

// The factor of an output under dropout, drawn from seed and index alone (SplitMix64).
float kept(ulong seed, int index, ulong threshold, float factor) {
    const ulong z = seed + (ulong)(index + 1) * 0x9E3779B97F4A7C15UL;
    const ulong a = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
    const ulong b = (a ^ (a >> 27)) * 0x94D049BB133111EBUL;
    return (b ^ (b >> 31)) >> 11 < threshold ? 0.0f : factor;
}

// Where a layer's tensors lie among the parameters; -1 for one that it has not.
#define LAYER \
    const int rows, const int outputs, const int width, const int norm, const int gammaAt, const int preluAt, \
        const int meanAt, const int activation, const ulong seed, const ulong threshold, const float factor

#define LAYER_NORM 1
#define BATCH_NORM 2

// A group a row, or under batch norm an output: adds up partial sums and biases (a), normalises (standard, deviation), activates (z, y).
KERNEL finish(
        LAYER, const __global float *partial, __global float *p, __global float *standard, __global float *deviation,
        __global float *z, __global float *y, const int rows64, const int slices, const int biasAt, const int biases,
        const int training) {
    __local float t[GROUP + 8];
    const int g = get_group_id(0);
    const int byRow = norm != BATCH_NORM;
    const int count = byRow ? outputs : rows;
    float total = 0.0f;
    for (int n = get_local_id(0); n < count; n += GROUP) {
        const int o = byRow ? n : g;
        const int at = (byRow ? g : n) * width + o;
        float a = 0.0f;
        for (int c = 0; c < biases; c++) {
            a += p[biasAt + c * width + o];
        }
        for (int s = 0; s < slices; s++) {
            a += partial[s * rows64 * width + at];
        }
        z[at] = a;
        total += a;
    }
    // Barriers stand under no condition: not every implementation takes them there.
    float mean = group_sum(t, total) / count;
    float squares = 0.0f;
    for (int n = get_local_id(0); n < count; n += GROUP) {
        const float d = z[(byRow ? g : n) * width + (byRow ? n : g)] - mean;
        squares += d * d;
    }
    float variance = group_sum(t, squares) / count;
    if (!byRow && training && get_local_id(0) == 0) {
        p[meanAt + g] += MOMENTUM * (mean - p[meanAt + g]);
        p[meanAt + width + g] += MOMENTUM * (variance * count / max(1, count - 1) - p[meanAt + width + g]);
    }
    if (!byRow && !training) {
        mean = p[meanAt + g];
        variance = p[meanAt + width + g];
    }
    const float inverse = 1.0f / sqrt(variance + EPSILON);
    if (get_local_id(0) == 0) {
        deviation[g] = inverse;
    }
    const float slope = preluAt < 0 ? 0.0f : p[preluAt];
    for (int n = get_local_id(0); n < count; n += GROUP) {
        const int o = byRow ? n : g;
        const int b = byRow ? g : n;
        float v = z[b * width + o];
        if (norm) {
            const float s = (v - mean) * inverse;
            standard[b * width + o] = s;
            v = s * p[gammaAt + o] + p[gammaAt + width + o];
            z[b * width + o] = v;
        }
        v = activate(activation, slope, v);
        if (training && threshold) {
            v *= kept(seed, b * outputs + o, threshold, factor);
        }
        y[b * width + o] = v;
    }
}

// The same groups: from the gradients of outputs (dy) to those of normed (dz) and plain sums (da). Raises a flag for any that is not
// finite.
KERNEL unfinish(
        LAYER, const __global float *p, const __global float *standard, const __global float *deviation,
        const __global float *z, __global float *dy, __global float *dz, __global float *da, __global float *told,
        const int flagAt) {
    __local float t[GROUP + 8];
    const int g = get_group_id(0);
    const int byRow = norm != BATCH_NORM;
    const int count = byRow ? outputs : rows;
    const float slope = preluAt < 0 ? 0.0f : p[preluAt];
    float mean = 0.0f;
    float product = 0.0f;
    int finite = 1;
    for (int n = get_local_id(0); n < count; n += GROUP) {
        const int o = byRow ? n : g;
        const int b = byRow ? g : n;
        const int at = b * width + o;
        if (threshold) {
            dy[at] *= kept(seed, b * outputs + o, threshold, factor);
        }
        const float d = dy[at] * differentiate(activation, slope, z[at]);
        if (norm) {
            dz[at] = d;
            const float e = d * p[gammaAt + o];
            mean += e;
            product += e * standard[at];
        } else {
            da[at] = d;
            finite &= isfinite(d);
        }
    }
    mean = group_sum(t, mean) / count;
    product = group_sum(t, product) / count;
    if (norm) {
        for (int n = get_local_id(0); n < count; n += GROUP) {
            const int o = byRow ? n : g;
            const int at = (byRow ? g : n) * width + o;
            const float d = (dz[at] * p[gammaAt + o] - mean - standard[at] * product) * deviation[g];
            da[at] = d;
            finite &= isfinite(d);
        }
    }
    if (!finite) {
        told[flagAt] = 1.0f;
    }
}

// A work-item an output: gradients of a norm, and parts of that of a PReLU's slope.
KERNEL columns(
        LAYER, const __global float *standard, const __global float *z, const __global float *dy,
        const __global float *dz, __global float *g, __global float *parts) {
    const int o = get_global_id(0);
    if (o < outputs) {
        float gain = 0.0f;
        float shift = 0.0f;
        float slope = 0.0f;
        for (int b = 0; b < rows; b++) {
            const int at = b * width + o;
            if (norm) {
                gain += dz[at] * standard[at];
                shift += dz[at];
            }
            if (preluAt >= 0 && z[at] < 0.0f) {
                slope += dy[at] * z[at];
            }
        }
        if (norm) {
            g[gammaAt + o] = gain;
            g[gammaAt + width + o] = shift;
        }
        if (preluAt >= 0) {
            parts[o] = slope;
        }
    }
}

// A group a value: g[at + value] = Σ_n parts[n·step + value].
KERNEL add_up(const __global float *parts, __global float *g, const int at, const int count, const int step) {
    __local float t[GROUP + 8];
    const int value = get_group_id(0);
    float sum = 0.0f;
    for (int n = get_local_id(0); n < count; n += GROUP) {
        sum += parts[n * step + value];
    }
    sum = group_sum(t, sum);
    if (get_local_id(0) == 0) {
        g[at + value] = sum;
    }
}

// A group a trained value of one kind of a basis: g[at + value] = Σ parts[block][input][first + function] over the
// inputs of its set and, if the functions are alike, over these.
KERNEL add_up_sets(
        const __global float *parts, __global float *g, const int at, const int blocks, const int inputs, const int own,
        const int sets, const int first, const int functions, const int alike) {
    __local float t[GROUP];
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
    sum = group_sum(t, sum);
    if (get_local_id(0) == 0) {
        g[at + value] = sum;
    }
}

// A work-item a row: cross-entropy and whether the largest output is the label's, and gradients of the outputs.
KERNEL cross_entropy(
        const __global float *y, const __global int *labels, __global float *dy, __global float *told, const int rows,
        const int outputs, const int width, const float smoothing, const int dataAt) {
    const int b = get_global_id(0);
    if (b < rows) {
        const __global float *out = y + b * width;
        int best = 0;
        for (int o = 1; o < outputs; o++) {
            best = out[o] > out[best] ? o : best;
        }
        const float most = out[best];
        float total = 0.0f;
        for (int o = 0; o < outputs; o++) {
            total += exp(out[o] - most);
        }
        const float loss = log(total) + (most - out[labels[b]]);
        told[dataAt + b * 2] = loss;
        told[dataAt + b * 2 + 1] = best == labels[b];
        if (!isfinite(loss)) {
            told[0] = 1.0f;
        }
        for (int o = 0; o < outputs; o++) {
            const float target = smoothing / outputs + (o == labels[b] ? 1.0f - smoothing : 0.0f);
            dy[b * width + o] = (exp(out[o] - most) / total - target) / rows;
        }
    }
}

// A work-item a row: squared errors of all outputs, and gradients of the outputs.
KERNEL squared_error(
        const __global float *y, const __global float *targets, __global float *dy, __global float *told,
        const int rows, const int outputs, const int width, const float smoothing, const int dataAt) {
    const int b = get_global_id(0);
    if (b < rows) {
        for (int o = 0; o < outputs; o++) {
            const float error = y[b * width + o] - targets[b * outputs + o];
            told[dataAt + b * outputs + o] = error * error;
            if (!isfinite(error * error)) {
                told[0] = 1.0f;
            }
            dy[b * width + o] = 2.0f * error / ((float)rows * outputs);
        }
    }
}

int flagged(const __global float *flags, int count) {
    int any = 0;
    for (int n = 0; n < count; n++) {
        any |= flags[n] != 0.0f;
    }
    return any;
}

// A work-item eight parameters. Nothing moves once a flag is up.
KERNEL adam(
        __global float *p, const __global float *g, __global float *first, __global float *second, const int count,
        const __global float *told, const int flags, const float keep1, const float take1,
        const float keep2, const float take2, const float epsilon, const float coupled, const float shrink,
        const float rate, const float correction) {
    const int n = get_global_id(0);
    if (n < count && !flagged(told, flags)) {
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
        __global float *p, const __global float *g, __global float *first, const int count, const __global float *told,
        const int flags, const float keep, const float decay, const float rate) {
    const int n = get_global_id(0);
    if (n < count && !flagged(told, flags)) {
        const V w = vload8(n, p);
        const V v = vload8(n, first) * keep + (vload8(n, g) + w * decay);
        vstore8(v, n, first);
        vstore8(w - v * rate, n, p);
    }
}

// The moving average of all weights and running statistics.
KERNEL average(const __global float *p, __global float *mean, const int count, const float share) {
    const int n = get_global_id(0);
    if (n < count) {
        const V before = vload8(n, mean);
        vstore8(before + (vload8(n, p) - before) * share, n, mean);
    }
}

// to[n] = Σ_s from[s·floats + n], for eight values a work-item.
KERNEL gather(const __global float *from, __global float *to, const int at, const int count, const int slices, const int floats) {
    const int n = get_global_id(0);
    if (n < count) {
        V sum = vload8(n, from);
        for (int s = 1; s < slices; s++) {
            sum += vload8(n, from + s * floats);
        }
        vstore8(sum, n, to + at);
    }
}

// A work-item eight edges: their weights with the edges' scales, [input, term][width].
KERNEL scale_edges(
        const __global float *p, __global float *w, const int inputs, const int terms, const int width, const int base,
        const int edgesAt, const int scalesAt) {
    const int n = get_global_id(0);
    const int blocks = width / 8;
    if (n < inputs * blocks) {
        const int i = n / blocks;
        const int o = n % blocks * 8;
        const V scale = vload8(0, p + scalesAt + i * width + o);
        for (int t = 0; t < terms; t++) {
            const int at = (i * terms + t) * width + o;
            const V v = vload8(0, p + edgesAt + at);
            vstore8(t < base ? v : v * scale, 0, w + at);
        }
    }
}

// From gradients of those to gradients of weights and scales; biases behind them are copied.
KERNEL unscale_edges(
        const __global float *p, const __global float *dw, __global float *g, const int inputs, const int terms,
        const int width, const int base, const int edgesAt, const int scalesAt, const int biases) {
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
            vstore8(t < base ? d : d * scale, 0, g + edgesAt + at);
            sum += t < base ? (V)(0.0f) : d * vload8(0, p + edgesAt + at);
        }
        vstore8(sum, 0, g + scalesAt + i * width + o);
        for (int c = i; c < biases; c += inputs) {
            const int at = (inputs * terms + c) * width + o;
            vstore8(vload8(0, dw + at), 0, g + edgesAt + at);
        }
    }
}

// Where eight outputs of a convolution's cell of 2 × 2 pixels lie: a work-item has eight.
#define CELL \
    const int blocks = width / 8; \
    const int o = (int)get_global_id(0) % blocks * 8; \
    const int cell = get_global_id(0) / blocks; \
    const int across = breadth / 2; \
    const int area = height / 2 * across; \
    const int image = cell / area; \
    const int inside = cell % area; \
    const int pixel = ((image * height + inside / across * 2) * breadth + inside % across * 2) * width + o; \
    const int next[4] = {pixel, pixel + width, pixel + breadth * width, pixel + (breadth + 1) * width}; \
    const int feature = (image * outputs + o) * area + inside;

// The largest sum of a cell, ReLU. Of the last stage, features lie by channel.
KERNEL pool(
        const __global float *a, const __global float *p, __global float *y, const int cells, const int height,
        const int breadth, const int outputs, const int width, const int biasAt, const int byChannel) {
    CELL
    if (cell < cells) {
        const V bias = vload8(0, p + biasAt + o);
        V most = 0.0f;
        for (int corner = 0; corner < 4; corner++) {
            const V sum = vload8(0, a + next[corner]) + bias;
            most = select(sum, most, sum <= most);
        }
        if (byChannel) {
            float t[8];
            vstore8(most, 0, t);
            for (int c = 0; c < 8 && o + c < outputs; c++) {
                y[feature + c * area] = t[c];
            }
        } else {
            vstore8(most, 0, y + cell * width + o);
        }
    }
}

// The gradient of a cell goes to the first corner of its value, if that is above 0.
KERNEL unpool(
        const __global float *a, const __global float *p, const __global float *dy, __global float *da, const int cells,
        const int height, const int breadth, const int outputs, const int width, const int biasAt, const int byChannel) {
    CELL
    if (cell < cells) {
        const V bias = vload8(0, p + biasAt + o);
        V most = 0.0f;
        int8 first = -1;
        for (int corner = 0; corner < 4; corner++) {
            const V sum = vload8(0, a + next[corner]) + bias;
            first = select(first, (int8)(corner), sum > most);
            most = select(most, sum, sum > most);
        }
        V d;
        if (byChannel) {
            float t[8];
            for (int c = 0; c < 8; c++) {
                t[c] = o + c < outputs ? dy[feature + c * area] : 0.0f;
            }
            d = vload8(0, t);
        } else {
            d = vload8(0, dy + cell * width + o);
        }
        for (int corner = 0; corner < 4; corner++) {
            vstore8(select((V)(0.0f), d, first == corner), 0, da + next[corner]);
        }
    }
}

// The kernels of the convolution that carries gradients back: taps turned round, inputs and outputs swapped.
KERNEL turn(
        const __global float *p, __global float *w, const int at, const int inputs, const int outputs, const int width,
        const int inputWidth) {
    const int n = get_global_id(0);
    const int i = n % inputWidth;
    const int o = n / inputWidth % outputs;
    const int tap = n / inputWidth / outputs;
    if (tap < 9) {
        w[n] = i < inputs ? p[at + ((8 - tap) * inputs + i) * width + o] : 0.0f;
    }
}
