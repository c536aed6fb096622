// What all programs begin with. Groups are 64 work-items, always whole; sums are in a fixed order. Barriers stand under no
// condition: not every implementation takes them there. In CUDA, what OpenCL C has and C++ has not is in cuda.h, in front of
// this text. Pointers that vload8 and vstore8 take are multiples of 16 bytes there, and vload8_anywhere is for others.

#define GROUP 64

#ifndef __cplusplus
#define KERNEL __kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void
#define FUNCTION
#define SHARED __local
// Vectors of several values: in C++, (V)(a, b) would be b alone.
#define V8 (V)
#define I8 (int8)
#define F2 (float2)
#define vload8_anywhere vload8
// A product that is rounded before anything is added to it.
#define ROUNDED(a, b) ((a) * (b))
#endif

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

#ifndef __cplusplus
float sum8(V v) {
    const float4 a = v.lo + v.hi;
    const float2 b = a.lo + a.hi;
    return b.x + b.y;
}

float max8(V v) {
    const float4 a = fmax(v.lo, v.hi);
    const float2 b = fmax(a.lo, a.hi);
    return fmax(b.x, b.y);
}
#endif

// x[row .. row + 8)[i], the last row in place of rows that there are not.
FUNCTION V rows8(const __global float *x, int row, int rows, int stride, int i) {
    const int last = rows - 1;
    return V8(
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
FUNCTION void spread(V v, __global float *to, int count, int stride) {
#define SPREAD8(r) if (r < count) { to[r * stride] = v.s##r; }
    EACH(SPREAD8)
}

// Sums and maxima over a line of work-items, 8 or 64 of a group; every one of them gets the result.
FUNCTION float line_sum(__local float *t, const int line, float v) {
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

FUNCTION float line_max(__local float *t, const int line, float v) {
    const int lid = get_local_id(0);
    barrier(CLK_LOCAL_MEM_FENCE);
    t[lid] = v;
    barrier(CLK_LOCAL_MEM_FENCE);
    const __local float *from = t + lid / line * line;
    V most = vload8(0, from);
    for (int n = 8; n < line; n += 8) {
        most = fmax(most, vload8(0, from + n));
    }
    return max8(most);
}

// SplitMix64's output function (Steele, Lea and Flood, 2014).
FUNCTION ulong mixed(ulong z) {
    const ulong a = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
    const ulong b = (a ^ (a >> 27)) * 0x94D049BB133111EBUL;
    return b ^ (b >> 31);
}

#define GAMMA 0x9E3779B97F4A7C15UL

// Whether a loss or gradient was not finite: nothing changes any more then.
FUNCTION int flagged(const __global float *flags, int count) {
    int any = 0;
    for (int n = 0; n < count; n++) {
        any |= flags[n] != 0.0f;
    }
    return any;
}
