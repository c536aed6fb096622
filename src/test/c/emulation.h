// What nvcc and CUDA's headers give the kernels, for a processor: stands in front of cuda.h (g++ -include), and cuda.cpp runs
// what comes of it. Behind a program's text stands a line CALLABLE(name) for each of its kernels. Built by
//   g++ -O2 -march=native -ffp-contract=fast -fno-strict-aliasing -shared -fPIC -std=c++17 -include emulation.h
// which joins products and sums as a device's compiler does.

#include <math.h>
#include <stdint.h>
#include <type_traits>
#include <utility>

#define __device__
#define __global__
#define __shared__ static
#define __align__(n) __attribute__((aligned(n)))
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(n)

struct Index {
    int x, y, z;
};

// Where the work-item is that runs; how it waits for the others of its group; and who hears of what should not be.
struct Emulation {
    Index group;
    Index item;
    void (*wait)();
    void (*found)(const char *);
};

extern "C" {
Emulation emulation;
}

#define blockIdx emulation.group
#define threadIdx emulation.item
#define __syncthreads() emulation.wait()

struct float2 {
    float x, y;
};

struct float4 {
    float x, y, z, w;
};

static inline float2 make_float2(float x, float y) { return {x, y}; }
static inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }

static inline int min(int a, int b) { return a < b ? a : b; }
static inline int max(int a, int b) { return a > b ? a : b; }
static inline float __fmul_rn(float a, float b) { return a * b; }

// A device fails at an address that is not what it was told.
template <typename T> static inline T *aligned(T *at, uintptr_t bytes) {
    if ((uintptr_t)at % bytes != 0) {
        emulation.found("eight values do not begin at a multiple of 16 bytes");
    }
    return at;
}

#define __builtin_assume_aligned(at, bytes) aligned(at, bytes)

// Calls a kernel with values of the types that it declares, as cuLaunchKernel gets them: an address for each.
template <typename... T, std::size_t... N>
static void call(void (*kernel)(T...), void **values, std::index_sequence<N...>) {
    kernel(*(T *)values[N]...);
}

template <typename... T> static void call(void (*kernel)(T...), void **values) {
    call(kernel, values, std::index_sequence_for<T...>());
}

// A letter for each of these types: p for a pointer, l for a long, i for an int, f for a float.
template <typename T> static constexpr char letter() {
    return std::is_pointer<T>::value ? 'p' : std::is_same<T, float>::value ? 'f' : sizeof(T) == 8 ? 'l' : 'i';
}

template <typename... T> static const char *letters(void (*)(T...)) {
    static const char all[] = {letter<T>()..., 0};
    return all;
}

#define CALLABLE(name) \
    extern "C" void call_##name(void **values) { call(name, values); } \
    extern "C" const char *letters_##name() { return letters(name); }
