/*
 * @TITLE@: @ABOUT@
 *
 * C99 and its mathematics library; no memory is allocated. Arrays between layers are static: one prediction at a time.
 *
 *     void @NAME@_predict(const double input[@INPUTS@], float output[@OUTPUTS@]);
 *     int @NAME@_best(const float output[@OUTPUTS@]);        the index of the largest output
 *     extern const char *const @NAME@_outputs[@OUTPUTS@];    their names
 *
 * Compile it with cc -O2 -c, link with -lm. As a program, with -DKAN_MAIN, it predicts line by line:
 * @INPUTS@ numbers each, with a comma or spaces between them.
 * @UNITS@.
 */
#include <math.h>
#include <stddef.h>

@CONSTANTS@
@ARRAYS@
static inline float where(float condition, float a, float b) {
    return condition != 0 ? a : b;
}

static inline float equal(float a, float b) {
    return a == b ? 1 : 0;
}

/* out[m] = row[n] times weights[n][m] */
static inline void multiply(float *out, const float *row, const float *weights, int n, int m) {
    for (int o = 0; o < m; o++) {
        out[o] = 0;
    }
    for (int i = 0; i < n; i++) {
        for (int o = 0; o < m; o++) {
            out[o] += row[i] * weights[i * m + o];
        }
    }
}

/* Kernels [output][channel][3][3] over an image with a border of zeros. */
static inline void convolve(float *out, const float *image, const float *kernels, const float *bias, int channels,
                            int outputs, int height, int width) {
    for (int o = 0; o < outputs; o++) {
        float *to = out + o * height * width;
        for (int p = 0; p < height * width; p++) {
            to[p] = bias == NULL ? 0 : bias[o];
        }
        for (int n = 0; n < channels * 9; n++) {
            float weight = kernels[o * channels * 9 + n];
            int down = n / 3 % 3 - 1;
            int right = n % 3 - 1;
            for (int y = down < 0 ? 1 : 0; y < (down > 0 ? height - 1 : height); y++) {
                int from = (n / 9 * height + y + down) * width + right;
                for (int at = right < 0 ? 1 : 0; at < (right > 0 ? width - 1 : width); at++) {
                    to[y * width + at] += weight * image[from + at];
                }
            }
        }
    }
}

/* The largest of 2 x 2. */
static inline void pool(float *out, const float *image, int channels, int height, int width) {
    for (int c = 0; c < channels; c++) {
        for (int y = 0; y + 1 < height; y += 2) {
            for (int at = 0; at + 1 < width; at += 2) {
                const float *from = image + (c * height + y) * width + at;
                *out++ = fmaxf(fmaxf(from[0], from[1]), fmaxf(from[width], from[width + 1]));
            }
        }
    }
}

@PARTS@
const char *const @NAME@_outputs[@OUTPUTS@] = {@LABELS@};

/* @UNITS@ */
void @NAME@_predict(const double input[@INPUTS@], float output[@OUTPUTS@]) {
    for (int i = 0; i < @INPUTS@; i++) {
        x[i] = (float) (@SCALED@);
    }
@CALLS@    for (int o = 0; o < @OUTPUTS@; o++) {
        output[o] = @RESULT@[o];
    }
}

int @NAME@_best(const float output[@OUTPUTS@]) {
    int best = 0;
    for (int o = 1; o < @OUTPUTS@; o++) {
        best = output[o] > output[best] ? o : best;
    }
    return best;
}

#ifdef KAN_MAIN
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
    static char line[64 * @INPUTS@ + 2];
    static double input[@INPUTS@];
    static float output[@OUTPUTS@];
    for (long number = 1; fgets(line, sizeof line, stdin) != NULL; number++) {
        if (strchr(line, '\n') == NULL && !feof(stdin)) {
            fprintf(stderr, "line %ld: write at most 64 characters for a number\n", number);
            return 2;
        }
        int count = 0;
        int comma = 0;
        char *at = line + strspn(line, " \t\r\n");
        while (*at != '\0') {
            char *end = at;
            double value = strtod(at, &end);
            /* No numbers in base 16, no infinity, none that float does not hold. */
            if (end == at || end != at + strspn(at, "+-.0123456789eE") || count == @INPUTS@ || !(fabs(value) <= 1e38)) {
                break;
            }
            input[count++] = value;
            at = end + strspn(end, " \t\r\n");
            comma = *at == ',';
            at += comma ? 1 + strspn(at + 1, " \t\r\n") : 0;
        }
        if (*at != '\0' || comma || (count != 0 && count != @INPUTS@)) {
            fprintf(stderr, "line %ld: write @INPUTS@ numbers\n", number);
            return 2;
        }
        if (count != 0) {
            @NAME@_predict(input, output);
            for (int o = 0; o < @OUTPUTS@; o++) {
                printf("%s%.9g", o == 0 ? "" : " ", output[o]);
            }
            printf("\n");
        }
    }
    return 0;
}
#endif
