// The recurrence of a bidirectional simple recurrent unit and its gradient:
//   c[t] = f[t] * c[t-1] + (1 - f[t]) * z[t]
// over [sentence][word][column]; columns before `half` run forward, the others backward. PyTorch has no such operation, and a
// loop over words in Python would cost more than all the rest.
#include <string.h>

static void forward_columns(const float *z, const float *f, float *c, long n, long width, long from, long to, long step) {
    for (long i = 0; i < n; i++) {
        long at = (step > 0 ? i : n - 1 - i) * width;
        for (long k = from; k < to; k++) {
            float before = i ? c[at - step * width + k] : 0;
            c[at + k] = f[at + k] * before + (1 - f[at + k]) * z[at + k];
        }
    }
}

static void backward_columns(const float *z, const float *f, const float *c, const float *dc, float *dz, float *df,
                             long n, long width, long from, long to, long step) {
    float later[4096];
    memset(later, 0, sizeof later);
    for (long i = n - 1; i >= 0; i--) {
        long at = (step > 0 ? i : n - 1 - i) * width;
        for (long k = from; k < to; k++) {
            float gradient = dc[at + k] + later[k];
            float before = i ? c[at - step * width + k] : 0;
            df[at + k] = gradient * (before - z[at + k]);
            dz[at + k] = gradient * (1 - f[at + k]);
            later[k] = gradient * f[at + k];
        }
    }
}

void scan_forward(const float *z, const float *f, float *c, long sentences, long n, long width, long half) {
    for (long b = 0; b < sentences; b++) {
        long at = b * n * width;
        forward_columns(z + at, f + at, c + at, n, width, 0, half, 1);
        forward_columns(z + at, f + at, c + at, n, width, half, width, -1);
    }
}

void scan_backward(const float *z, const float *f, const float *c, const float *dc, float *dz, float *df, long sentences,
                   long n, long width, long half) {
    for (long b = 0; b < sentences; b++) {
        long at = b * n * width;
        backward_columns(z + at, f + at, c + at, dc + at, dz + at, df + at, n, width, 0, half, 1);
        backward_columns(z + at, f + at, c + at, dc + at, dz + at, df + at, n, width, half, width, -1);
    }
}
