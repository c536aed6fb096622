// What stands in front of the kernels in CUDA: what OpenCL C has and C++ has not, as far as they use it.

#ifdef __NVCC__
// Variables that no text of a basis reads, and pragmas of OpenCL.
#pragma nv_diag_suppress 177, 20199
#endif

#define DEVICE __device__ __forceinline__
#define FUNCTION static DEVICE
#define KERNEL extern "C" __global__ void __launch_bounds__(GROUP)
// Vectors of eight are read and written as two of four, on multiples of 16 bytes.
#define SHARED __shared__ __align__(16)
#define __global
#define __local
#define __constant const

typedef unsigned char uchar;
typedef unsigned long ulong;
static_assert(sizeof(ulong) == 8, "long has eight bytes in OpenCL");

#define EACH_OF_8(A) A(0), A(1), A(2), A(3), A(4), A(5), A(6), A(7)

#define VECTOR_OF_8(T, E) \
    struct T { \
        E s0, s1, s2, s3, s4, s5, s6, s7; \
        T() = default; \
        DEVICE T(E v) : s0(v), s1(v), s2(v), s3(v), s4(v), s5(v), s6(v), s7(v) {} \
        DEVICE T(E v0, E v1, E v2, E v3, E v4, E v5, E v6, E v7) \
            : s0(v0), s1(v1), s2(v2), s3(v3), s4(v4), s5(v5), s6(v6), s7(v7) {} \
    };

VECTOR_OF_8(float8, float)
VECTOR_OF_8(int8, int)

#define V8 float8
#define I8 int8
#define F2 make_float2

// True is -1 in a vector.
#define SUM_OF(n) a.s##n + b.s##n
#define DIFFERENCE_OF(n) a.s##n - b.s##n
#define PRODUCT_OF(n) a.s##n * b.s##n
#define QUOTIENT_OF(n) a.s##n / b.s##n
#define NEGATIVE_OF(n) -a.s##n
#define LESS_OF(n) -(a.s##n < b.s##n)
#define GREATER_OF(n) -(a.s##n > b.s##n)
#define AT_MOST_OF(n) -(a.s##n <= b.s##n)
#define EQUAL_OF(n) -(a.s##n == b.s##n)
#define UNEQUAL_OF(n) -(a.s##n != b.s##n)

FUNCTION float8 operator+(float8 a, float8 b) { return float8(EACH_OF_8(SUM_OF)); }
FUNCTION float8 operator-(float8 a, float8 b) { return float8(EACH_OF_8(DIFFERENCE_OF)); }
FUNCTION float8 operator*(float8 a, float8 b) { return float8(EACH_OF_8(PRODUCT_OF)); }
FUNCTION float8 operator/(float8 a, float8 b) { return float8(EACH_OF_8(QUOTIENT_OF)); }
FUNCTION float8 operator-(float8 a) { return float8(EACH_OF_8(NEGATIVE_OF)); }
FUNCTION float8 &operator+=(float8 &a, float8 b) { return a = a + b; }
FUNCTION float8 &operator-=(float8 &a, float8 b) { return a = a - b; }
FUNCTION float8 &operator*=(float8 &a, float8 b) { return a = a * b; }
FUNCTION int8 operator<(float8 a, float8 b) { return int8(EACH_OF_8(LESS_OF)); }
FUNCTION int8 operator>(float8 a, float8 b) { return int8(EACH_OF_8(GREATER_OF)); }
FUNCTION int8 operator<=(float8 a, float8 b) { return int8(EACH_OF_8(AT_MOST_OF)); }
FUNCTION int8 operator!=(float8 a, float8 b) { return int8(EACH_OF_8(UNEQUAL_OF)); }
FUNCTION int8 operator+(int8 a, int8 b) { return int8(EACH_OF_8(SUM_OF)); }
FUNCTION int8 operator<(int8 a, int8 b) { return int8(EACH_OF_8(LESS_OF)); }
FUNCTION int8 operator==(int8 a, int8 b) { return int8(EACH_OF_8(EQUAL_OF)); }

// The second where the condition is true.
#define SELECTED_OF(n) c.s##n < 0 ? b.s##n : a.s##n

FUNCTION float8 select(float8 a, float8 b, int8 c) { return float8(EACH_OF_8(SELECTED_OF)); }
FUNCTION int8 select(int8 a, int8 b, int8 c) { return int8(EACH_OF_8(SELECTED_OF)); }
FUNCTION float select(float a, float b, bool c) { return c ? b : a; }

#define MULTIPLIED_OF(n) fmaf(a.s##n, b.s##n, c.s##n)
#define LARGER_OF(n) fmaxf(a.s##n, b.s##n)
#define EXP_OF(n) expf(a.s##n)
#define TANH_OF_EACH(n) tanhf(a.s##n)
#define ERF_OF(n) erff(a.s##n)
#define SIN_OF(n) sin1(a.s##n)
#define COS_OF(n) cos1(a.s##n)
#define SQRT_OF(n) sqrtf(a.s##n)

// Not in line, eight times over: what they do for large angles is long.
static __device__ __noinline__ float sin1(float v) { return sinf(v); }
static __device__ __noinline__ float cos1(float v) { return cosf(v); }

FUNCTION float8 fma(float8 a, float8 b, float8 c) { return float8(EACH_OF_8(MULTIPLIED_OF)); }
FUNCTION float8 fmax(float8 a, float8 b) { return float8(EACH_OF_8(LARGER_OF)); }
FUNCTION float8 exp(float8 a) { return float8(EACH_OF_8(EXP_OF)); }
FUNCTION float8 tanh(float8 a) { return float8(EACH_OF_8(TANH_OF_EACH)); }
FUNCTION float8 erf(float8 a) { return float8(EACH_OF_8(ERF_OF)); }
FUNCTION float8 sin(float8 a) { return float8(EACH_OF_8(SIN_OF)); }
FUNCTION float8 cos(float8 a) { return float8(EACH_OF_8(COS_OF)); }
FUNCTION float8 sqrt(float8 a) { return float8(EACH_OF_8(SQRT_OF)); }

FUNCTION float clamp(float v, float low, float high) { return fminf(fmaxf(v, low), high); }
FUNCTION int clamp(int v, int low, int high) { return min(max(v, low), high); }

#define ROUNDED(a, b) __fmul_rn(a, b)

// As OpenCL's halves of halves.
FUNCTION float sum8(float8 v) { return v.s0 + v.s4 + (v.s2 + v.s6) + (v.s1 + v.s5 + (v.s3 + v.s7)); }

FUNCTION float max8(float8 v) {
    return fmaxf(
        fmaxf(fmaxf(v.s0, v.s4), fmaxf(v.s2, v.s6)), fmaxf(fmaxf(v.s1, v.s5), fmaxf(v.s3, v.s7)));
}

FUNCTION float8 vload8(long n, const float *from) {
    const float4 *halves = (const float4 *)__builtin_assume_aligned(from + 8 * n, 16);
    const float4 a = halves[0];
    const float4 b = halves[1];
    return float8(a.x, a.y, a.z, a.w, b.x, b.y, b.z, b.w);
}

FUNCTION void vstore8(float8 v, long n, float *to) {
    float4 *halves = (float4 *)__builtin_assume_aligned(to + 8 * n, 16);
    halves[0] = make_float4(v.s0, v.s1, v.s2, v.s3);
    halves[1] = make_float4(v.s4, v.s5, v.s6, v.s7);
}

FUNCTION float8 vload8_anywhere(long n, const float *from) {
    from += 8 * n;
    return float8(from[0], from[1], from[2], from[3], from[4], from[5], from[6], from[7]);
}

FUNCTION float2 vload2(long n, const float *from) { return make_float2(from[2 * n], from[2 * n + 1]); }

FUNCTION int get_local_id(int) { return threadIdx.x; }
FUNCTION int get_group_id(int dimension) {
    return dimension == 0 ? blockIdx.x : dimension == 1 ? blockIdx.y : blockIdx.z;
}
#define get_global_id(dimension) (get_group_id(dimension) * GROUP + get_local_id(dimension))

// All memory that a group has written is what its work-items see behind it.
#define CLK_LOCAL_MEM_FENCE
#define CLK_GLOBAL_MEM_FENCE
#define barrier(fence) __syncthreads()

