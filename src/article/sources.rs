//! All that a user names, opened one after the other down to the bytes of each article.
//!
//! Opening is quick and in order, so that one thread does it; reading a format takes time and needs no order, so that
//! many threads may do it. A [`Source`] is what goes from the one to the others.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::sync::Arc;
#[cfg(feature = "fetch")]
use std::sync::Mutex;

#[cfg(feature = "fetch")]
use super::fetch;
use super::stream::{Piece, Pieces, Stream, open};
use super::unpack::{Meter, Metered};
use super::walk::{Input, Walk, place};
use super::{Reading, Reason, Skipped, Source};

/// Everything in `reading.paths`, opened lazily and in order; see [`super::read`].
pub fn sources(reading: impl Into<Reading>) -> Sources {
    let reading: Reading = reading.into();
    Sources {
        walk: Walk::new(reading.paths.clone()),
        reading: Arc::new(reading),
        open: Vec::new(),
        origin: Arc::from(""),
        meter: Arc::default(),
        n_read: 0,
        n_ignored: 0,
        #[cfg(feature = "fetch")]
        fetcher: None,
    }
}

/// Iterator over [`sources`].
pub struct Sources {
    walk: Walk,
    reading: Arc<Reading>,
    /// What is open: a file, the archive in it, a file in that.
    open: Vec<Pieces>,
    origin: Arc<str>,
    meter: Arc<Meter>,
    n_read: u64,
    n_ignored: usize,
    #[cfg(feature = "fetch")]
    fetcher: Option<Arc<Mutex<fetch::Fetcher>>>,
}

impl Sources {
    /// Files of other kinds in the folders and archives read so far; they are passed over in silence.
    pub fn n_ignored(&self) -> usize {
        self.walk.n_ignored() + self.n_ignored
    }

    /// The file that what came last is from.
    pub fn origin(&self) -> Arc<str> {
        Arc::clone(&self.origin)
    }

    /// Bytes of files that were read so far, before unpacking.
    pub fn n_bytes_read(&self) -> u64 {
        self.n_read + self.meter.n_read()
    }

    fn open_next(&mut self) -> Option<Result<(), Skipped>> {
        let input = match self.walk.next()? {
            Ok(input) => input,
            Err(skipped) => {
                self.origin = Arc::from(skipped.place.as_str());
                return Some(Err(skipped));
            }
        };
        let place = match &input {
            Input::File(path) | Input::Stream(path) => place(path),
            Input::Address(address) => place(Path::new(address)),
        };
        self.origin = Arc::from(place.as_str());
        self.n_read += self.meter.n_read();
        self.meter = Arc::default();
        if let Input::Address(address) = &input {
            return Some(self.fetch(address).map(|pieces| self.open.push(pieces)));
        }
        let stream = self.stream(&input, &place).map_err(|reason| reason.at(place));
        Some(stream.and_then(|stream| open(stream, &self.reading)).map(|pieces| self.open.push(pieces)))
    }

    #[cfg(feature = "fetch")]
    fn fetch(&mut self, address: &str) -> Result<Pieces, Skipped> {
        let new = || Arc::new(Mutex::new(fetch::Fetcher::new(&self.reading.fetching)));
        let fetcher = self.fetcher.get_or_insert_with(new);
        fetch::fetch(fetcher, address, &self.meter, &self.reading)
    }

    #[cfg(not(feature = "fetch"))]
    fn fetch(&mut self, address: &str) -> Result<Pieces, Skipped> {
        Err(Reason::NotBuiltIn { what: "an address of the web", feature: "fetch" }.at(place(Path::new(address))))
    }

    fn stream(&self, input: &Input, place: &str) -> Result<Stream, Reason> {
        let (path, is_live) = match input {
            Input::File(path) => (path.as_path(), false),
            Input::Stream(path) => (path.as_path(), true),
            Input::Address(address) => (Path::new(address), true),
        };
        let is_stdin = path == Path::new("-");
        let (reader, file): (super::stream::Reader, _) = if is_stdin {
            (Box::new(BufReader::new(Metered::new(io::stdin(), Arc::clone(&self.meter)))), None)
        } else {
            let file = File::open(path)?;
            let again = (!is_live).then(|| file.try_clone()).transpose()?;
            (Box::new(BufReader::with_capacity(64 * 1024, Metered::new(file, Arc::clone(&self.meter)))), again)
        };
        // A pipe's own name (/dev/fd/63) tells nothing.
        let name =
            if is_live { "-".to_owned() } else { path.file_name().unwrap_or_default().to_string_lossy().into_owned() };
        Ok(Stream { place: place.to_owned(), name, reader, file, n_layers: 0, is_live, meter: Arc::clone(&self.meter) })
    }
}

impl Iterator for Sources {
    type Item = Result<Source, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(pieces) = self.open.last_mut() else {
                match self.open_next()? {
                    Ok(()) => continue,
                    Err(skipped) => return Some(Err(skipped)),
                }
            };
            match pieces.next() {
                Some(Ok(Piece::Source(source))) => return Some(Ok(source)),
                Some(Ok(Piece::Stream(stream))) => match open(stream, &self.reading) {
                    Ok(pieces) => self.open.push(pieces),
                    Err(skipped) => return Some(Err(skipped)),
                },
                Some(Ok(Piece::Ignored)) => self.n_ignored += 1,
                Some(Err(skipped)) => return Some(Err(skipped)),
                None => {
                    self.open.pop();
                }
            }
        }
    }
}
