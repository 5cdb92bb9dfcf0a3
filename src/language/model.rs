//! The file of a trained model: named tensors, packed, and a page of particulars that says what they are.
//!
//! A file is the eight bytes of [`MAGIC`], the format's number, the number of tensors, and for each its name, type, shape
//! and values. All numbers are little-endian. Weights hardly compress, so they stand as they are, which costs a seventh
//! more room and no time at each start. `training/export.py` writes the file, together with the particulars (`.toml`):
//! training data, scores, and the checksum that the file must have.

use std::collections::HashMap;
use std::fmt::Write as _;

/// What a model file starts with.
pub const MAGIC: &[u8; 8] = b"whom\x00lm\n";

/// Number of the format that this program reads.
pub const FORMAT: u32 = 2;

/// Why a model could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The page of particulars is no TOML, or lacks something.
    #[error("cannot read the particulars of a model")]
    Particulars(#[source] toml::de::Error),
    /// The file is something else.
    #[error("not a model file: expected {:?} at its start, found {found:?}", String::from_utf8_lossy(MAGIC))]
    NoModel {
        /// What it starts with.
        found: String,
    },
    /// The file has a format that this program does not read.
    #[error(
        "the model has format {0}, this program reads format {FORMAT}; take the model and the program of one release"
    )]
    Format(u32),
    /// The file is not the one that its particulars describe.
    #[error("the model is not the one that its particulars describe: expected checksum {expected}, found {found}")]
    Checksum {
        /// By the particulars.
        expected: String,
        /// Of the file.
        found: String,
    },
    /// The file breaks off or holds what no writer would put there.
    #[error("the model is damaged: {0}")]
    Damaged(String),
    /// A part of the network is not in the file.
    #[error("the model has no tensor \"{0}\"")]
    Missing(String),
    /// A part of the network does not fit the others.
    #[error("tensor \"{name}\" of the model: expected {expected}, found {found}")]
    Unfit {
        /// Of the tensor.
        name: String,
        /// What would fit.
        expected: String,
        /// What is there.
        found: String,
    },
}

/// What the loader reads of a model's particulars; the rest is for people.
#[derive(Debug, serde::Deserialize)]
struct Particulars {
    format: u32,
    blake3: String,
}

/// A matrix in single precision, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Dense {
    /// Number of outputs, as the matrix is multiplied by a column of inputs.
    pub n_rows: usize,
    /// Number of inputs.
    pub n_columns: usize,
    /// As many as rows times columns.
    pub values: Vec<f32>,
}

/// A table of vectors in eight bits a value, with one scale for each row.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Values of a row.
    pub width: usize,
    /// One for each row.
    pub scales: Vec<f32>,
    /// Row by row.
    pub values: Vec<i8>,
}

impl Table {
    /// How many vectors it holds.
    pub fn n_rows(&self) -> usize {
        self.scales.len()
    }

    /// Writes a row, in single precision.
    pub fn read(&self, row: usize, output: &mut [f32]) {
        let values = &self.values[row * self.width..][..self.width];
        for (output, value) in output.iter_mut().zip(values) {
            *output = f32::from(*value) * self.scales[row];
        }
    }

    fn to_dense(&self) -> Dense {
        let mut values = vec![0.0; self.values.len()];
        for (row, output) in values.chunks_exact_mut(self.width.max(1)).enumerate() {
            self.read(row, output);
        }
        Dense { n_rows: self.n_rows(), n_columns: self.width, values }
    }
}

#[derive(Debug)]
enum Tensor {
    Text(String),
    Single(Vec<usize>, Vec<f32>),
    Bytes(Table),
    Whole(Vec<u32>),
}

/// The tensors of a model file, by name.
#[derive(Debug, Default)]
pub struct Model {
    tensors: HashMap<String, Tensor>,
}

impl Model {
    /// Reads a model file and checks it against its particulars.
    ///
    /// # Errors
    /// [`ModelError`] when one of them cannot be read, or they do not belong together.
    pub fn read(file: &[u8], particulars: &str) -> Result<Model, ModelError> {
        let particulars: Particulars = toml::from_str(particulars).map_err(ModelError::Particulars)?;
        let mut reader = Reader(file);
        let magic = reader.take(MAGIC.len()).unwrap_or(file);
        if magic != MAGIC {
            return Err(ModelError::NoModel { found: String::from_utf8_lossy(magic).into_owned() });
        }
        for format in [particulars.format, reader.number()?] {
            if format != FORMAT {
                return Err(ModelError::Format(format));
            }
        }
        let found = blake3::hash(file).to_hex().to_string();
        if found != particulars.blake3 {
            return Err(ModelError::Checksum { expected: particulars.blake3, found });
        }
        Model::of_tensors(&mut reader)
    }

    fn of_tensors(reader: &mut Reader) -> Result<Model, ModelError> {
        let mut model = Model::default();
        for _ in 0..reader.number()? {
            let len = reader.number()?;
            let name = reader.text(len as usize)?;
            let tensor = reader.tensor(&name)?;
            if model.tensors.insert(name.clone(), tensor).is_some() {
                return Err(ModelError::Damaged(format!("two tensors \"{name}\"")));
            }
        }
        match reader.0.len() {
            0 => Ok(model),
            n => Err(ModelError::Damaged(format!("{n} bytes after the last tensor"))),
        }
    }

    /// Whether there is a tensor of this name.
    pub fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// The lines of the text of this name.
    pub fn lines(&self, name: &str) -> Result<Vec<&str>, ModelError> {
        Ok(self.text(name)?.lines().collect())
    }

    /// The text of this name, such as a list of words.
    pub fn text(&self, name: &str) -> Result<&str, ModelError> {
        match self.tensor(name)? {
            Tensor::Text(text) => Ok(text),
            other => Err(unfit(name, "a text", &describe(other))),
        }
    }

    /// The whole numbers of this name.
    pub fn numbers(&self, name: &str) -> Result<&[u32], ModelError> {
        match self.tensor(name)? {
            Tensor::Whole(values) => Ok(values),
            other => Err(unfit(name, "whole numbers", &describe(other))),
        }
    }

    /// The table of vectors of this name, taken out of the model; a second call finds none.
    pub fn table(&mut self, name: &str) -> Result<Table, ModelError> {
        match self.tensors.remove(name) {
            Some(Tensor::Bytes(table)) => Ok(table),
            Some(other) => Err(unfit(name, "a table of bytes", &describe(&other))),
            None => Err(ModelError::Missing(name.to_owned())),
        }
    }

    /// The matrix of this name, which has to have so many inputs.
    pub fn matrix(&self, name: &str, n_columns: usize) -> Result<Dense, ModelError> {
        let dense = self.any_matrix(name)?;
        if dense.n_columns == n_columns {
            Ok(dense)
        } else {
            Err(unfit(name, &format!("{n_columns} columns"), &dense.n_columns.to_string()))
        }
    }

    /// The matrix of this name, whatever its size.
    pub fn any_matrix(&self, name: &str) -> Result<Dense, ModelError> {
        match self.tensor(name)? {
            Tensor::Bytes(table) => Ok(table.to_dense()),
            Tensor::Single(shape, values) if shape.len() == 2 => {
                Ok(Dense { n_rows: shape[0], n_columns: shape[1], values: values.clone() })
            }
            other => Err(unfit(name, "a matrix", &describe(other))),
        }
    }

    /// So many values in single precision.
    pub fn vector(&self, name: &str, len: usize) -> Result<Vec<f32>, ModelError> {
        match self.tensor(name)? {
            Tensor::Single(_, values) if values.len() == len => Ok(values.clone()),
            other => Err(unfit(name, &format!("{len} values"), &describe(other))),
        }
    }

    fn tensor(&self, name: &str) -> Result<&Tensor, ModelError> {
        self.tensors.get(name).ok_or_else(|| ModelError::Missing(name.to_owned()))
    }
}

/// That a tensor does not fit.
pub fn unfit(name: &str, expected: &str, found: &str) -> ModelError {
    ModelError::Unfit { name: name.to_owned(), expected: expected.to_owned(), found: found.to_owned() }
}

fn describe(tensor: &Tensor) -> String {
    match tensor {
        Tensor::Text(text) => format!("a text of {} bytes", text.len()),
        Tensor::Single(shape, _) => {
            let mut text = "values of shape".to_owned();
            for size in shape {
                let _ = write!(text, " {size}");
            }
            text
        }
        Tensor::Bytes(table) => format!("{} rows of {} bytes", table.n_rows(), table.width),
        Tensor::Whole(values) => format!("{} whole numbers", values.len()),
    }
}

/// What is left of a file.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], ModelError> {
        let (taken, rest) =
            self.0.split_at_checked(n).ok_or_else(|| ModelError::Damaged("it ends too early".to_owned()))?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.take(4)?.try_into().expect("four were taken")))
    }

    fn text(&mut self, n: usize) -> Result<String, ModelError> {
        let bytes = self.take(n)?.to_vec();
        String::from_utf8(bytes).map_err(|_| ModelError::Damaged("a text is not UTF-8".to_owned()))
    }

    fn singles(&mut self, name: &str, n: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.take(n.saturating_mul(4))?.chunks_exact(4);
        let values: Vec<f32> = bytes.map(|b| f32::from_le_bytes(b.try_into().expect("four of them"))).collect();
        if values.iter().all(|value| value.is_finite()) {
            Ok(values)
        } else {
            Err(ModelError::Damaged(format!("tensor \"{name}\" has a value that is no number")))
        }
    }

    fn tensor(&mut self, name: &str) -> Result<Tensor, ModelError> {
        let (kind, rank) = (self.number()?, self.number()?);
        let shape = (0..rank).map(|_| self.number().map(|n| n as usize)).collect::<Result<Vec<_>, _>>()?;
        let size = shape.iter().fold(1usize, |size, n| size.saturating_mul(*n));
        match (kind, &shape[..]) {
            (0, [_]) => Ok(Tensor::Text(self.text(size)?)),
            (1, _) => Ok(Tensor::Single(shape, self.singles(name, size)?)),
            (2, &[n_rows, width]) => {
                let scales = self.singles(name, n_rows)?;
                let values = self.take(size)?.iter().map(|byte| byte.cast_signed()).collect();
                Ok(Tensor::Bytes(Table { width, scales, values }))
            }
            (3, [_]) => {
                let bytes = self.take(size.saturating_mul(4))?.chunks_exact(4);
                Ok(Tensor::Whole(bytes.map(|b| u32::from_le_bytes(b.try_into().expect("four of them"))).collect()))
            }
            _ => Err(ModelError::Damaged(format!("tensor \"{name}\" has type {kind} and {rank} dimensions"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &[u8] = include_bytes!("../../data/models/english.model");
    const PARTICULARS: &str = include_str!("../../data/models/english.toml");

    /// Particulars that fit any file.
    fn particulars(file: &[u8]) -> String {
        format!("format = {FORMAT}\nblake3 = \"{}\"", blake3::hash(file).to_hex())
    }

    #[track_caller]
    fn check(file: &[u8], particulars: &str, expected: &str) {
        let error = Model::read(file, particulars).unwrap_err().to_string();
        assert!(error.starts_with(expected), "expected \"{expected}\", found \"{error}\"");
    }

    /// A file of these numbers after that of the format.
    fn file(numbers: &[u32]) -> Vec<u8> {
        let numbers = std::iter::once(&FORMAT).chain(numbers).flat_map(|n| n.to_le_bytes());
        MAGIC.iter().copied().chain(numbers).collect()
    }

    #[test]
    fn the_built_in_model_is_whole() {
        let model = Model::read(FILE, PARTICULARS).unwrap();
        assert!(model.has("words"));
    }

    #[test]
    fn a_file_that_is_not_the_one_described_is_refused() {
        check(b"RIFF and so on", PARTICULARS, "not a model file: expected");
        check(b"", PARTICULARS, "not a model file: expected");
        check(FILE, "format = 1\nblake3 = \"\"", "the model has format 1, this program reads format 2");
        check(FILE, "format = 2", "cannot read the particulars of a model");
        let mut newer = FILE.to_vec();
        newer[MAGIC.len()] = 7;
        check(&newer, PARTICULARS, "the model has format 7, this program reads format 2");
        let mut changed = FILE.to_vec();
        changed[1000] ^= 1;
        check(&changed, PARTICULARS, "the model is not the one that its particulars describe: expected checksum");
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let short = &FILE[..FILE.len() / 2];
        check(short, PARTICULARS, "the model is not the one");
        check(short, &particulars(short), "the model is damaged");
        check(&FILE[..10], &particulars(&FILE[..10]), "the model is damaged: it ends too early");
        let cases: [(&[u32], &str); 4] = [
            (&[1], "the model is damaged: it ends too early"),
            (&[0, 0], "the model is damaged: 4 bytes after the last tensor"),
            (&[1, 0, 9, 0], "the model is damaged: tensor \"\" has type 9"),
            (&[1, 0, 1, 1, 1, 0x7fc0_0000], "the model is damaged: tensor \"\" has a value that is no number"),
        ];
        for (numbers, expected) in cases {
            let file = file(numbers);
            check(&file, &particulars(&file), expected);
        }
        // Of sizes that no memory holds.
        let huge = file(&[1, 0, 2, 2, u32::MAX, u32::MAX]);
        check(&huge, &particulars(&huge), "the model is damaged: it ends too early");
    }
}
