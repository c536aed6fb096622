// What all programs begin with. Groups are 64 work-items, always whole; sums are in a fixed order. Barriers stand under no
// condition: not every implementation takes them there.

#define GROUP 64
#define KERNEL __kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void

// All that a run has lies in one row of floats (m), at the same places in every run. The third dimension of a launch is the runs,
// each cut into parts.
#define MEMORY __global float *m, const long run_floats, const int first_run
#define OF_RUN(parts) m += (first_run + (int)get_group_id(2) / (parts)) * run_floats;

#define EPSILON 1e-5f
#define MOMENTUM 0.1f

#define LAYER_NORM 1
#define BATCH_NORM 2

// Eight rows, or eight outputs.
typedef float8 V;

#define EACH(A) A(0) A(1) A(2) A(3) A(4) A(5) A(6) A(7)

float sum8(V v) {
    const float4 a = v.lo + v.hi;
    const float2 b = a.lo + a.hi;
    return b.x + b.y;
}

// x[row .. row + 8)[i], the last row in place of rows that there are not.
V rows8(const __global float *x, int row, int rows, int stride, int i) {
    const int last = rows - 1;
    return (V)(
        x[min(row, last) * stride + i],
        x[min(row + 1, last) * stride + i],
        x[min(row + 2, last) * stride + i],
        x[min(row + 3, last) * stride + i],
        x[min(row + 4, last) * stride + i],
        x[min(row + 5, last) * stride + i],
        x[min(row + 6, last) * stride + i],
        x[min(row + 7, last) * stride + i]);
}

// to[r·stride] = v[r] for the first of eight rows.
void spread(V v, __global float *to, int count, int stride) {
    float each[8];
    vstore8(v, 0, each);
    for (int r = 0; r < 8 && r < count; r++) {
        to[r * stride] = each[r];
    }
}

// Sums and maxima over a line of work-items, 8 or 64 of a group; every one of them gets the result.
float line_sum(__local float *t, const int line, float v) {
    const int lid = get_local_id(0);
    barrier(CLK_LOCAL_MEM_FENCE);
    t[lid] = v;
    barrier(CLK_LOCAL_MEM_FENCE);
    const __local float *from = t + lid / line * line;
    V sum = vload8(0, from);
    for (int n = 8; n < line; n += 8) {
        sum += vload8(0, from + n);
    }
    return sum8(sum);
}

float line_max(__local float *t, const int line, float v) {
    const int lid = get_local_id(0);
    barrier(CLK_LOCAL_MEM_FENCE);
    t[lid] = v;
    barrier(CLK_LOCAL_MEM_FENCE);
    const __local float *from = t + lid / line * line;
    V most = vload8(0, from);
    for (int n = 8; n < line; n += 8) {
        most = fmax(most, vload8(0, from + n));
    }
    const float4 a = fmax(most.lo, most.hi);
    const float2 b = fmax(a.lo, a.hi);
    return fmax(b.x, b.y);
}

// SplitMix64's output function (Steele, Lea and Flood, 2014).
ulong mixed(ulong z) {
    const ulong a = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
    const ulong b = (a ^ (a >> 27)) * 0x94D049BB133111EBUL;
    return b ^ (b >> 31);
}

#define GAMMA 0x9E3779B97F4A7C15UL

// Whether a loss or gradient was not finite: nothing changes any more then.
int flagged(const __global float *flags, int count) {
    int any = 0;
    for (int n = 0; n < count; n++) {
        any |= flags[n] != 0.0f;
    }
    return any;
}
