//! Matrix products and element-wise functions of the network, with the same bits on every machine.
//!
//! Each output is a sum of fused multiply-adds in one fixed order, so neither the width of vectors nor the blocking
//! shows in it: loops run over outputs side by side, never over parts of a sum. `exp` is a polynomial of our own;
//! division and square root are exact in IEEE 754. Every function is compiled for plain, AVX2 and AVX-512 processors
//! from one body, and the widest is chosen at run time. On x86-64 processors before 2013, which lack fused
//! multiply-add, it is computed in software: slow, and the same bits.
#![allow(unsafe_code)]

use super::model::Dense;

/// Columns that are computed side by side; matrices are stored in panels of so many.
pub const LANES: usize = 16;

/// Functions compiled for the processor at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kernel(Level);

/// Private, so that only [`Kernel::best`] can claim what a processor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Plain,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Kernel {
    /// For any processor.
    pub fn plain() -> Self {
        Kernel(Level::Plain)
    }

    /// For this processor.
    pub fn best() -> Self {
        *Kernel::all().last().expect("the plain one is always there")
    }

    /// All that run on this processor, the fastest last.
    pub fn all() -> Vec<Self> {
        let mut all = vec![Kernel::plain()];
        #[cfg(target_arch = "x86_64")]
        {
            let has_avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            if has_avx2 {
                all.push(Kernel(Level::Avx2));
            }
            if has_avx2 && is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vl") {
                all.push(Kernel(Level::Avx512));
            }
        }
        all
    }
}

/// A matrix whose rows are outputs, packed for [`Kernel::product`].
#[derive(Debug, Clone)]
pub struct Matrix {
    n_inputs: usize,
    /// For each panel of [`LANES`] outputs and each input, the weights side by side.
    panels: Vec<f32>,
    /// Of each output, padded as the panels are.
    bias: Vec<f32>,
}

impl Matrix {
    /// Packs matrices of the same inputs one after the other; each starts at a multiple of [`LANES`].
    ///
    /// `padding` is the value of outputs that no matrix has.
    pub fn stack(parts: &[(&Dense, &[f32])], padding: f32) -> Matrix {
        let n_inputs = parts.first().map_or(0, |(dense, _)| dense.n_columns);
        let mut matrix = Matrix { n_inputs, panels: Vec::new(), bias: Vec::new() };
        for (dense, bias) in parts {
            assert_eq!((dense.n_columns, dense.n_rows), (n_inputs, bias.len()), "checked when the model is read");
            for first in (0..dense.n_rows).step_by(LANES) {
                let rows = first..(first + LANES).min(dense.n_rows);
                for k in 0..n_inputs {
                    let at = matrix.panels.len();
                    matrix.panels.resize(at + LANES, 0.0);
                    for row in rows.clone() {
                        matrix.panels[at + row - first] = dense.values[row * n_inputs + k];
                    }
                }
                matrix.bias.extend_from_slice(&bias[rows.clone()]);
                matrix.bias.resize(matrix.bias.len().next_multiple_of(LANES), padding);
            }
        }
        matrix
    }

    /// Packs rows of `width` values as a matrix with one output for each, for products of two computed matrices.
    pub fn pack_rows<'a>(&mut self, rows: impl Iterator<Item = &'a [f32]>, n_rows: usize, width: usize) {
        let n_outputs = n_rows.next_multiple_of(LANES);
        self.n_inputs = width;
        self.bias.clear();
        self.bias.resize(n_outputs, 0.0);
        self.panels.clear();
        self.panels.resize(n_outputs * width, 0.0);
        for (i, row) in rows.enumerate() {
            let panel = &mut self.panels[i / LANES * LANES * width..][..LANES * width];
            for (weights, value) in panel.chunks_exact_mut(LANES).zip(row) {
                weights[i % LANES] = *value;
            }
        }
    }

    /// An empty one, for [`Matrix::pack_rows`].
    pub fn empty() -> Matrix {
        Matrix { n_inputs: 0, panels: Vec::new(), bias: Vec::new() }
    }

    /// Columns of a product with it: its outputs, each part padded to a multiple of [`LANES`].
    pub fn n_outputs(&self) -> usize {
        self.bias.len()
    }

    /// Columns that it reads.
    pub fn n_inputs(&self) -> usize {
        self.n_inputs
    }
}

/// Some columns of a row-major table.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// The whole table, row by row.
    pub values: &'a [f32],
    /// Number of the table's columns.
    pub width: usize,
    /// The first column to read.
    pub first: usize,
}

impl<'a> Columns<'a> {
    /// Every column of a table.
    pub fn all(values: &'a [f32], width: usize) -> Self {
        Columns { values, width, first: 0 }
    }

    fn row(&self, i: usize, n: usize) -> &'a [f32] {
        &self.values[i * self.width + self.first..][..n]
    }
}

/// What a product is added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The matrix' own bias.
    Bias,
    /// What stands in the output.
    Output,
}

/// Defines methods of [`Kernel`] that are compiled once for each level.
macro_rules! kernels {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),*) = $body:path;)+) => {
        impl Kernel {
            $($(#[$doc])*
            pub fn $name(self, $($arg: $type),*) {
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($arg: $type),*) {
                    $body($($arg),*)
                }
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx2,fma,avx512f,avx512vl")]
                fn avx512($($arg: $type),*) {
                    $body($($arg),*)
                }
                match self.0 {
                    Level::Plain => $body($($arg),*),
                    // SAFETY: `Kernel::all` makes this level only where the processor has AVX2 and FMA.
                    #[cfg(target_arch = "x86_64")]
                    Level::Avx2 => unsafe { avx2($($arg),*) },
                    // SAFETY: `Kernel::all` makes this level only where the processor has AVX-512 F and VL too.
                    #[cfg(target_arch = "x86_64")]
                    Level::Avx512 => unsafe { avx512($($arg),*) },
                }
            })+
        }
    };
}

kernels! {
    /// Adds the products of interleaved rows and a panel of a matrix to sums; see [`tile`].
    fn tile(rows: &[f32], panel: &[f32], sums: &mut Block) = tile;
    /// `x * sigmoid(1.702 x)` of each value, the sigmoid form of GELU.
    fn gelu(values: &mut [f32]) = gelu;
    /// Normalises each row of `width` values to mean 0 and variance 1, then scales and shifts it.
    fn layer_norm(values: &mut [f32], scale: &[f32], shift: &[f32]) = layer_norm;
    /// Turns each row of `width` scores into probabilities.
    fn softmax(values: &mut [f32], width: usize) = softmax;
    /// A bidirectional simple recurrent unit over one sentence, added to `x`; see [`recur`].
    fn recur(gates: &[f32], x: &mut [f32], width: usize) = recur;
    /// `output = a + b + c`, value by value.
    fn sum3(output: &mut [f32], a: &[f32], b: &[f32], c: &[f32]) = sum3;
    /// `output = a * b`, value by value.
    fn times(output: &mut [f32], a: &[f32], b: &[f32]) = times;
    /// Adds `b` to `output`, value by value.
    fn add(output: &mut [f32], b: &[f32]) = add;
}

impl Kernel {
    /// `output = start + input * matrix`, row by row; `output` has [`Matrix::n_outputs`] columns.
    ///
    /// Rows are interleaved in `room`, [`ROWS`] at a time, and meet one panel of the matrix after the other.
    pub fn product(self, input: Columns, matrix: &Matrix, output: &mut [f32], start: Start, room: &mut Vec<f32>) {
        let (n_inputs, n_outputs) = (matrix.n_inputs, matrix.n_outputs());
        room.clear();
        room.resize(n_inputs * ROWS, 0.0);
        for (block, rows) in output.chunks_mut(n_outputs * ROWS).enumerate() {
            let n_rows = rows.len() / n_outputs;
            interleave(input, block * ROWS, n_rows, n_inputs, room);
            for (p, panel) in matrix.panels.chunks_exact(n_inputs * LANES).enumerate() {
                let mut sums = Block([lanes(&matrix.bias[p * LANES..]); ROWS]);
                if start == Start::Output {
                    for (m, sum) in sums.0.iter_mut().enumerate().take(n_rows) {
                        *sum = lanes(&rows[m * n_outputs + p * LANES..]);
                    }
                }
                self.tile(room, panel, &mut sums);
                for (m, sum) in sums.0.iter().enumerate().take(n_rows) {
                    rows[m * n_outputs + p * LANES..][..LANES].copy_from_slice(sum);
                }
            }
        }
    }
}

/// Rows that a product takes together: with [`LANES`] columns as many sums as AVX2 has registers for.
const ROWS: usize = 6;

/// Sums of [`ROWS`] rows and [`LANES`] columns.
#[derive(Debug)]
#[repr(align(64))]
pub struct Block([[f32; LANES]; ROWS]);

/// Rows beyond the last are zeros.
fn interleave(input: Columns, first: usize, n_rows: usize, n_inputs: usize, room: &mut [f32]) {
    for m in 0..ROWS {
        if m < n_rows {
            let row = input.row(first + m, n_inputs);
            for (values, value) in room.chunks_exact_mut(ROWS).zip(row) {
                values[m] = *value;
            }
        } else {
            room.chunks_exact_mut(ROWS).for_each(|values| values[m] = 0.0);
        }
    }
}

/// Each row of sums is a variable of its own: compilers keep these in registers, but not an array of rows.
#[inline(always)]
fn tile(rows: &[f32], panel: &[f32], sums: &mut Block) {
    let [mut a, mut b, mut c, mut d, mut e, mut f] = sums.0;
    for (values, weights) in rows.chunks_exact(ROWS).zip(panel.chunks_exact(LANES)) {
        let weights: &[f32; LANES] = weights.try_into().expect("chunks of this size");
        a = fused(values[0], weights, a);
        b = fused(values[1], weights, b);
        c = fused(values[2], weights, c);
        d = fused(values[3], weights, d);
        e = fused(values[4], weights, e);
        f = fused(values[5], weights, f);
    }
    sums.0 = [a, b, c, d, e, f];
}

#[inline(always)]
fn fused(value: f32, weights: &[f32; LANES], mut sums: [f32; LANES]) -> [f32; LANES] {
    for j in 0..LANES {
        sums[j] = value.mul_add(weights[j], sums[j]);
    }
    sums
}

#[inline(always)]
fn lanes(values: &[f32]) -> [f32; LANES] {
    values[..LANES].try_into().expect("so many were taken")
}

/// `e^x` within two units in the last place, for `x` cut to -87..=87.
///
/// Cody and Waite's reduction to |r| <= ln 2 / 2, then Cephes' polynomial of degree 5.
#[inline(always)]
#[allow(clippy::excessive_precision)]
fn exp(x: f32) -> f32 {
    // 1.5 * 2^23: added to a small number it leaves the nearest integer in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = if x > 87.0 { 87.0 } else { x };
    let x = if x < -87.0 { -87.0 } else { x };
    let shifted = x.mul_add(std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = n.mul_add(-0.693_359_375, x);
    let r = n.mul_add(2.121_944_4e-4, r);
    let mut p = 1.987_569_15e-4_f32;
    p = p.mul_add(r, 1.398_199_950_7e-3);
    p = p.mul_add(r, 8.333_451_907_3e-3);
    p = p.mul_add(r, 4.166_579_589_4e-2);
    p = p.mul_add(r, 1.666_666_545_9e-1);
    p = p.mul_add(r, 5.000_000_120_1e-1);
    let e = (r * r).mul_add(p, r) + 1.0;
    let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    e * power
}

#[inline(always)]
fn gelu(values: &mut [f32]) {
    for x in values {
        *x /= 1.0 + exp(*x * -1.702);
    }
}

/// Sum in [`LANES`] partial sums, then these from first to last.
#[inline(always)]
fn sum_by(values: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0; LANES];
    for chunk in values.chunks_exact(LANES) {
        for j in 0..LANES {
            sums[j] += term(chunk[j]);
        }
    }
    sums.iter().sum()
}

#[inline(always)]
fn layer_norm(values: &mut [f32], scale: &[f32], shift: &[f32]) {
    let width = scale.len();
    for row in values.chunks_exact_mut(width) {
        let mean = sum_by(row, |x| x) / width as f32;
        let variance = sum_by(row, |x| (x - mean) * (x - mean)) / width as f32;
        let factor = 1.0 / (variance + 1e-5).sqrt();
        for ((x, scale), shift) in row.iter_mut().zip(scale).zip(shift) {
            *x = ((*x - mean) * factor).mul_add(*scale, *shift);
        }
    }
}

#[inline(always)]
fn softmax(values: &mut [f32], width: usize) {
    for row in values.chunks_exact_mut(width) {
        let mut largest = [f32::MIN; LANES];
        for chunk in row.chunks_exact(LANES) {
            for j in 0..LANES {
                largest[j] = if chunk[j] > largest[j] { chunk[j] } else { largest[j] };
            }
        }
        let largest = largest.iter().fold(f32::MIN, |a, b| if *b > a { *b } else { a });
        for x in row.iter_mut() {
            *x = exp(*x - largest);
        }
        let factor = 1.0 / sum_by(row, |x| x);
        for x in row.iter_mut() {
            *x *= factor;
        }
    }
}

/// A simple recurrent unit (Lei et al., 2018) whose first half of columns reads forwards and whose second half reads
/// backwards: with candidate z, forget gate f and output gate r of `gates`, three times `width` columns,
/// `c = f c' + (1 - f) z` and `x += r tanh c`.
#[inline(always)]
fn recur(gates: &[f32], x: &mut [f32], width: usize) {
    let half = width / 2;
    for first in (0..half).step_by(LANES) {
        let mut cell = [0.0; LANES];
        for (gates, x) in gates.chunks_exact(3 * width).zip(x.chunks_exact_mut(width)) {
            step(&mut cell, gates, x, first, width);
        }
        let mut cell = [0.0; LANES];
        for (gates, x) in gates.chunks_exact(3 * width).zip(x.chunks_exact_mut(width)).rev() {
            step(&mut cell, gates, x, half + first, width);
        }
    }
}

#[inline(always)]
fn step(cell: &mut [f32; LANES], gates: &[f32], x: &mut [f32], first: usize, width: usize) {
    let z = lanes(&gates[first..]);
    let f = lanes(&gates[width + first..]);
    let r = lanes(&gates[2 * width + first..]);
    let x = &mut x[first..][..LANES];
    for j in 0..LANES {
        let f = 1.0 / (1.0 + exp(-f[j]));
        cell[j] = f.mul_add(cell[j] - z[j], z[j]);
        // sigmoid(r) tanh(c) in one division; the cut keeps the product of the two denominators finite.
        let e = exp(cut(-2.0 * cell[j]));
        let d = (1.0 + exp(cut(-r[j]))) * (1.0 + e);
        x[j] += (1.0 - e) / d;
    }
}

/// Sigmoid and tanh do not change in single precision beyond 40.
#[inline(always)]
fn cut(x: f32) -> f32 {
    let x = if x > 40.0 { 40.0 } else { x };
    if x < -40.0 { -40.0 } else { x }
}

#[inline(always)]
fn sum3(output: &mut [f32], a: &[f32], b: &[f32], c: &[f32]) {
    for (((output, a), b), c) in output.iter_mut().zip(a).zip(b).zip(c) {
        *output = a + b + c;
    }
}

#[inline(always)]
fn times(output: &mut [f32], a: &[f32], b: &[f32]) {
    for ((output, a), b) in output.iter_mut().zip(a).zip(b) {
        *output = a * b;
    }
}

#[inline(always)]
fn add(output: &mut [f32], b: &[f32]) {
    for (output, b) in output.iter_mut().zip(b) {
        *output += b;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values between -2 and 2, the same in every run.
    fn noise(n: usize, seed: u64) -> Vec<f32> {
        let mut state = seed.wrapping_mul(2) + 1;
        let next = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 22) as f32 - 2.0
        };
        (0..n).map(next).collect()
    }

    #[track_caller]
    fn check_same(name: &str, run: impl Fn(Kernel) -> Vec<f32>) {
        let bits = |kernel| run(kernel).iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        let plain = bits(Kernel::plain());
        for kernel in Kernel::all() {
            assert_eq!(bits(kernel), plain, "{name} with {kernel:?}");
        }
    }

    fn dense(n_rows: usize, n_columns: usize) -> Dense {
        Dense { n_rows, n_columns, values: noise(n_rows * n_columns, 7) }
    }

    #[test]
    fn a_product_is_the_sum_in_order() {
        let (dense, bias, input) = (dense(21, 19), noise(21, 1), noise(19 * 29, 2));
        let matrix = Matrix::stack(&[(&dense, &bias)], 0.5);
        for kernel in Kernel::all() {
            let mut output = vec![0.0; 29 * matrix.n_outputs()];
            kernel.product(Columns::all(&input, 19), &matrix, &mut output, Start::Bias, &mut Vec::new());
            for i in 0..29 {
                for j in 0..21 {
                    let sum = (0..19).fold(bias[j], |sum, k| input[i * 19 + k].mul_add(dense.values[j * 19 + k], sum));
                    assert_eq!(output[i * 32 + j].to_bits(), sum.to_bits());
                }
                assert_eq!(output[i * 32 + 21], 0.5);
            }
        }
    }

    #[test]
    fn all_levels_give_the_same_bits() {
        let dense = dense(48, 33);
        let matrix = Matrix::stack(&[(&dense, &noise(48, 3)), (&dense, &noise(48, 4))], 0.0);
        check_same("product", |kernel| {
            let mut output = noise(17 * 96, 5);
            let input = noise(17 * 40, 6);
            let columns = Columns { values: &input, width: 40, first: 7 };
            kernel.product(columns, &matrix, &mut output, Start::Output, &mut Vec::new());
            output
        });
        let wide = || noise(64 * 10, 8).iter().map(|x| x * 60.0).collect::<Vec<f32>>();
        check_same("gelu", |kernel| {
            let mut values = wide();
            kernel.gelu(&mut values);
            values
        });
        check_same("norm", |kernel| {
            let mut values = wide();
            kernel.layer_norm(&mut values, &noise(64, 9), &noise(64, 10));
            values
        });
        check_same("softmax", |kernel| {
            let mut values = wide();
            kernel.softmax(&mut values, 64);
            values
        });
        check_same("recur", |kernel| {
            let mut values = noise(64 * 10, 11);
            kernel.recur(&noise(3 * 64 * 10, 12), &mut values, 64);
            values
        });
    }

    #[test]
    fn exp_is_close() {
        for i in -8600..8600 {
            let x = i as f32 / 100.0;
            let expected = f64::from(x).exp();
            assert!((f64::from(exp(x)) / expected - 1.0).abs() < 2.5e-7, "{x}: {} for {expected}", exp(x));
        }
        assert!(exp(-1e30) > 0.0 && exp(1e30).is_finite());
    }

    #[test]
    fn a_row_of_extremes_stays_finite() {
        let gates = [1e9, -1e9, 50.0, -50.0].repeat(24);
        let mut values = vec![0.0; 32];
        Kernel::best().recur(&gates, &mut values, 32);
        assert!(values.iter().all(|x| x.is_finite()));
    }
}
