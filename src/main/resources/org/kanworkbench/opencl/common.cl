// What all programs begin with. Groups are 64 work-items, always whole; sums are in a fixed order.

#define GROUP 64
#define KERNEL __kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void

// Eight rows, or eight outputs.
typedef float8 V;

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
