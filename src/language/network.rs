//! The network: from the words of sentences to tags, heads, relations and names.
//!
//! Each word's vectors are projected and normalised; simple recurrent units (Lei et al., 2018) read each sentence in both
//! directions; on top stand tags, a biaffine scorer of heads (Dozat and Manning, 2017) that sees the tags, relations,
//! and classes of names. Sentences are computed together, but none sees another: what else is in a text changes
//! nothing. `training` holds the same network; a change here is a change there.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::hints::N_HINTS;
use super::input::{Inputs, Word};
use super::kernel::{Columns, Kernel, LANES, Matrix, Start};
use super::model::{Dense, Model, ModelError, unfit};
use super::names::{self, read_names, rule_out};
use super::tag::{Features, Name, NameKind, Relation, Tag, read_reduced};
use super::tree::{Scores, read_tree};

/// So many tokens are computed together: their values stay near the processor.
const BATCH: usize = 256;

/// A sentence's tree is built over so many tokens at a time, so that it takes time linear in its length.
const MAX_TREE: usize = 256;

/// Rows of the table of distances to either side.
const MAX_DISTANCE: usize = 32;

/// Words away to which each bucket of distances reaches; the last has the rest. As many again for heads that follow.
const BUCKETS: [usize; 7] = [1, 2, 3, 4, 6, 10, 20];

/// Score of padding, below any other.
const NEVER: f32 = -1e30;

/// Words of the vocabulary whose first layer is kept, for all threads: nine of ten words of a text, in 40 to 60 MB.
const N_KEPT: usize = 8192;

/// A hash of a word points to so many places, of which the first free one is taken.
const N_PLACES: usize = 8;

/// What the network says of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Part of speech.
    pub tag: Tag,
    /// By the tag alone.
    pub features: Features,
    /// Index of the head in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// What the token is to its head.
    pub relation: Relation,
}

/// What the network says of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceReading {
    /// One for each token.
    pub tokens: Vec<Reading>,
    /// Names in order, apart from each other.
    pub names: Vec<Name>,
}

/// The weights, ready for use.
#[derive(Debug)]
pub struct Network {
    kernel: Kernel,
    inputs: Inputs,
    n_hints: usize,
    width: usize,
    arc_width: usize,
    input: Matrix,
    input_norm: Norm,
    /// The first layer's products of a word as left neighbour, itself and right neighbour, or as itself alone.
    window: Matrix,
    n_window: usize,
    layers: Vec<Layer>,
    /// Scores of tags, then the hidden values of names.
    tags_and_names: Matrix,
    tag_vectors: Matrix,
    /// For heads of arcs, dependents of arcs, heads of relations, dependents of relations.
    projections: Matrix,
    /// The projections of the root.
    root: Vec<f32>,
    /// The bilinear form, then scores of buckets of distances.
    arcs: Matrix,
    /// For heads from [`MAX_DISTANCE`] words before to as many after.
    distances: Vec<f32>,
    relation: Matrix,
    name: Matrix,
    tags: Vec<(Tag, Features)>,
    relations: Vec<Relation>,
    kinds: Vec<NameKind>,
    kept: Vec<OnceLock<Kept>>,
}

#[derive(Debug)]
struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

#[derive(Debug)]
struct Layer {
    /// None for the first, whose products are those of the window.
    gates: Option<Matrix>,
    norm: Norm,
}

/// A word with its normalised input and the products of its window.
#[derive(Debug)]
struct Kept {
    form: Box<str>,
    hints: u8,
    values: Box<[f32]>,
}

/// Buffers of one thread, kept from text to text.
#[derive(Debug)]
pub struct Room {
    interleaved: Vec<f32>,
    inputs: Vec<f32>,
    hidden: Vec<f32>,
    products: Vec<f32>,
    fresh: Vec<f32>,
    x: Vec<f32>,
    gates: Vec<f32>,
    scores: Vec<f32>,
    projected: Vec<f32>,
    arcs: Vec<f32>,
    heads: Matrix,
    tree: Vec<f32>,
    offsets: Vec<f32>,
    pairs: Vec<f32>,
    names: names::Room,
}

impl Default for Room {
    fn default() -> Self {
        Room {
            interleaved: Vec::new(),
            inputs: Vec::new(),
            hidden: Vec::new(),
            products: Vec::new(),
            fresh: Vec::new(),
            x: Vec::new(),
            gates: Vec::new(),
            scores: Vec::new(),
            projected: Vec::new(),
            arcs: Vec::new(),
            heads: Matrix::empty(),
            tree: Vec::new(),
            offsets: Vec::new(),
            pairs: Vec::new(),
            names: names::Room::default(),
        }
    }
}

/// Makes `values` so long; what it holds then is to be written over.
fn sized(values: &mut Vec<f32>, len: usize) -> &mut [f32] {
    if values.len() < len {
        values.resize(len, 0.0);
    }
    &mut values[..len]
}

impl Network {
    /// The network of a model file.
    ///
    /// # Errors
    /// [`ModelError`] when a tensor is missing or does not fit the others.
    pub fn new(mut model: Model) -> Result<Network, ModelError> {
        Network::with_kernel(&mut model, Kernel::best())
    }

    fn with_kernel(model: &mut Model, kernel: Kernel) -> Result<Network, ModelError> {
        let inputs = Inputs::new(model)?;
        let linear = |name: &str, n_inputs: usize| {
            let weights = model.matrix(name, n_inputs)?;
            let bias = model.vector(&format!("{name}.bias"), weights.n_rows)?;
            Ok::<_, ModelError>((weights, bias))
        };
        let n_hints = read_n_hints(model, &inputs)?;
        let input = linear("input", inputs.width_without_hints() + n_hints)?;
        let width = input.0.n_rows;
        if !width.is_multiple_of(2 * LANES) || width == 0 {
            return Err(unfit("input", &format!("a multiple of {} rows", 2 * LANES), &width.to_string()));
        }
        let (window, n_window) = read_window(model, width)?;
        let layers = (0..).take_while(|i| model.has(&format!("layer{i}"))).map(|i| read_layer(model, i, width));
        let layers = layers.collect::<Result<Vec<_>, _>>()?;

        let heads = [("arc_head"), ("arc_dependent"), ("relation_head"), ("relation_dependent")];
        let heads = heads.map(|name| linear(name, width));
        let [arc_head, arc_dependent, relation_head, relation_dependent] = heads;
        let projections = [arc_head?, arc_dependent?, relation_head?, relation_dependent?];
        let arc_width = projections[0].0.n_rows;
        if projections.iter().any(|(weights, _)| weights.n_rows != arc_width) || !arc_width.is_multiple_of(LANES) {
            return Err(unfit("arc_head", &format!("a multiple of {LANES} rows, as many for relations"), "others"));
        }
        let projections = Matrix::stack(&parts(&projections), 0.0);
        let root = project_root(kernel, &projections, &model.vector("root", width)?);
        let mut arc = linear("arc", arc_width)?;
        let factor = 1.0 / (arc_width as f32).sqrt();
        arc.0.values.iter_mut().chain(&mut arc.1).for_each(|weight| *weight *= factor);
        expect_rows("arc", &arc.0, arc_width)?;
        let buckets = linear("buckets", arc_width)?;
        expect_rows("buckets", &buckets.0, 2 * (BUCKETS.len() + 1))?;

        let tags = read_list(model, "tag_names", read_reduced)?;
        let relations = read_list(model, "relation_names", Relation::parse)?;
        let kinds = read_list(model, "name_kinds", NameKind::parse)?;
        let tag = linear("tags", width)?;
        expect_rows("tags", &tag.0, tags.len())?;
        let relation = linear("relation", 3 * arc_width)?;
        expect_rows("relation", &relation.0, relations.len())?;
        let hidden = linear("names_hidden", width)?;
        let name = linear("names", hidden.0.n_rows)?;
        expect_rows("names", &name.0, 1 + 4 * kinds.len())?;

        Ok(Network {
            kernel,
            n_hints,
            width,
            arc_width,
            input: Matrix::stack(&parts(&[input]), 0.0),
            input_norm: Norm::read(model, "input", width)?,
            window,
            n_window,
            layers,
            tags_and_names: Matrix::stack(&parts(&[tag, hidden]), NEVER),
            tag_vectors: read_tag_vectors(model, tags.len(), width)?,
            projections,
            root,
            arcs: Matrix::stack(&parts(&[arc, buckets]), 0.0),
            distances: model.vector("distance", 2 * MAX_DISTANCE + 1)?,
            relation: Matrix::stack(&parts(&[relation]), 0.0),
            name: Matrix::stack(&parts(&[name]), 0.0),
            tags,
            relations,
            kinds,
            kept: (0..N_KEPT + N_PLACES).map(|_| OnceLock::new()).collect(),
            inputs,
        })
    }
}

fn parts(linear: &[(Dense, Vec<f32>)]) -> Vec<(&Dense, &[f32])> {
    linear.iter().map(|(weights, bias)| (weights, bias.as_slice())).collect()
}

fn expect_rows(name: &str, weights: &Dense, n_rows: usize) -> Result<(), ModelError> {
    match weights.n_rows {
        n if n == n_rows => Ok(()),
        n => Err(unfit(name, &format!("{n_rows} rows"), &n.to_string())),
    }
}

fn read_list<T>(model: &Model, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, ModelError> {
    let known =
        |line: &str| parse(line).ok_or_else(|| unfit(name, "names that this program knows", &format!("{line:?}")));
    let list = model.lines(name)?.into_iter().map(known).collect::<Result<Vec<_>, _>>()?;
    if list.is_empty() || list.len() > 255 {
        Err(unfit(name, "1 to 255 names", &list.len().to_string()))
    } else {
        Ok(list)
    }
}

/// Hints are either all read or none.
fn read_n_hints(model: &Model, inputs: &Inputs) -> Result<usize, ModelError> {
    let (n_columns, without) = (model.any_matrix("input")?.n_columns, inputs.width_without_hints());
    match n_columns.checked_sub(without) {
        Some(n_hints @ (0 | N_HINTS)) => Ok(n_hints),
        _ => Err(unfit("input", &format!("{without} or {} columns", without + N_HINTS), &n_columns.to_string())),
    }
}

/// The first layer's matrix, which reads a window of words, as one that gives each word's products in every place.
fn read_window(model: &Model, width: usize) -> Result<(Matrix, usize), ModelError> {
    let gates = model.any_matrix("layer0")?;
    expect_rows("layer0", &gates, 3 * width)?;
    let n_window = gates.n_columns / width;
    if gates.n_columns % width != 0 || !matches!(n_window, 1 | 3) {
        return Err(unfit("layer0", &format!("{width} or {} columns", 3 * width), &gates.n_columns.to_string()));
    }
    let bias = model.vector("layer0.bias", 3 * width)?;
    let place = |place: usize| {
        let rows = gates.values.chunks_exact(gates.n_columns);
        let values = rows.flat_map(|row| &row[place * width..(place + 1) * width]).copied().collect();
        let bias = if place == n_window / 2 { bias.clone() } else { vec![0.0; 3 * width] };
        (Dense { n_rows: 3 * width, n_columns: width, values }, bias)
    };
    let places: Vec<_> = (0..n_window).map(place).collect();
    Ok((Matrix::stack(&parts(&places), 0.0), n_window))
}

fn read_layer(model: &Model, i: usize, width: usize) -> Result<Layer, ModelError> {
    let name = format!("layer{i}");
    let norm = Norm::read(model, &name, width)?;
    if i == 0 {
        return Ok(Layer { gates: None, norm });
    }
    let gates = model.matrix(&name, width)?;
    expect_rows(&name, &gates, 3 * width)?;
    let bias = model.vector(&format!("{name}.bias"), 3 * width)?;
    Ok(Layer { gates: Some(Matrix::stack(&[(&gates, &bias)], 0.0)), norm })
}

/// The vectors of tags as a matrix from probabilities of tags.
fn read_tag_vectors(model: &Model, n_tags: usize, width: usize) -> Result<Matrix, ModelError> {
    let vectors = model.matrix("tag_vectors", width)?;
    expect_rows("tag_vectors", &vectors, n_tags)?;
    let n_columns = n_tags.next_multiple_of(LANES);
    let mut values = vec![0.0; width * n_columns];
    for (tag, vector) in vectors.values.chunks_exact(width).enumerate() {
        for (i, value) in vector.iter().enumerate() {
            values[i * n_columns + tag] = *value;
        }
    }
    Ok(Matrix::stack(&[(&Dense { n_rows: width, n_columns, values }, &vec![0.0; width])], 0.0))
}

fn project_root(kernel: Kernel, projections: &Matrix, root: &[f32]) -> Vec<f32> {
    let mut projected = vec![0.0; projections.n_outputs()];
    kernel.product(Columns::all(root, root.len()), projections, &mut projected, Start::Bias, &mut Vec::new());
    kernel.gelu(&mut projected);
    projected
}

impl Norm {
    fn read(model: &Model, name: &str, width: usize) -> Result<Norm, ModelError> {
        let scale = model.vector(&format!("{name}.norm.scale"), width)?;
        Ok(Norm { scale, shift: model.vector(&format!("{name}.norm.shift"), width)? })
    }
}

impl Network {
    /// Whether it reads the hints of the tables of names.
    pub fn reads_hints(&self) -> bool {
        self.n_hints > 0
    }

    /// Reads sentences of words.
    pub fn read(&self, sentences: &[Vec<Word>], room: &mut Room) -> Vec<SentenceReading> {
        let mut readings = Vec::with_capacity(sentences.len());
        let mut rest = sentences;
        while !rest.is_empty() {
            let mut n_tokens = 0;
            let n = rest.iter().take_while(|sentence| {
                let is_first = n_tokens == 0;
                n_tokens += sentence.len();
                is_first || n_tokens <= BATCH
            });
            let (batch, next) = rest.split_at(n.count());
            self.read_batch(batch, room, &mut readings);
            rest = next;
        }
        readings
    }

    fn read_batch(&self, sentences: &[Vec<Word>], room: &mut Room, readings: &mut Vec<SentenceReading>) {
        self.first_layer(sentences, room);
        self.further_layers(sentences, room);
        self.score(sentences.iter().map(Vec::len).sum(), room);
        let mut first = 0;
        for sentence in sentences {
            readings.push(self.decode(first, sentence, room));
            first += sentence.len();
        }
    }

    /// Words' inputs into `room.x`, and their first layer's gates into `room.gates`.
    fn first_layer(&self, sentences: &[Vec<Word>], room: &mut Room) {
        let words: Vec<Word> = sentences.iter().flatten().copied().collect();
        let width = self.width;
        let (hashes, places) = self.look_up(&words, room);
        let size = width + self.window.n_outputs();
        let values: Vec<&[f32]> = hashes
            .iter()
            .zip(&places)
            .zip(&words)
            .map(|((hash, place), word)| match place {
                Some(fresh) => &room.fresh[fresh * size..][..size],
                None => self.find_kept(*word, *hash).expect("it was found, and nothing is ever removed"),
            })
            .collect();
        let x = sized(&mut room.x, words.len() * width);
        let gates = sized(&mut room.gates, words.len() * 3 * width);
        for (x, values) in x.chunks_exact_mut(width).zip(&values) {
            x.copy_from_slice(&values[..width]);
        }
        let none = vec![0.0; 3 * width];
        let mut i = 0;
        for sentence in sentences {
            for k in 0..sentence.len() {
                let part = |i: usize, place: usize| &values[i][width + place * 3 * width..][..3 * width];
                let gates = &mut gates[i * 3 * width..][..3 * width];
                if self.n_window == 1 {
                    gates.copy_from_slice(part(i, 0));
                } else {
                    let before = if k > 0 { part(i - 1, 0) } else { &none };
                    let after = if k + 1 < sentence.len() { part(i + 1, 2) } else { &none };
                    self.kernel.sum3(gates, before, part(i, 1), after);
                }
                i += 1;
            }
        }
    }

    /// The hash of each word, and its place in `room.fresh` if it is computed now because it is not kept.
    fn look_up(&self, words: &[Word], room: &mut Room) -> (Vec<u64>, Vec<Option<usize>>) {
        let hashes: Vec<u64> = words.iter().map(|word| hash(*word)).collect();
        let mut fresh: Vec<(Word, u64)> = Vec::new();
        let mut place_of: HashMap<Word, usize> = HashMap::new();
        let places = words.iter().zip(&hashes).map(|(word, hash)| {
            if self.find_kept(*word, *hash).is_some() {
                return None;
            }
            let place = *place_of.entry(*word).or_insert_with(|| {
                fresh.push((*word, *hash));
                fresh.len() - 1
            });
            Some(place)
        });
        let places: Vec<Option<usize>> = places.collect();
        self.compute_fresh(&fresh, room);
        (hashes, places)
    }

    /// What depends on a word alone, into `room.fresh`; kept where there is place.
    fn compute_fresh(&self, words: &[(Word, u64)], room: &mut Room) {
        let (kernel, n, width) = (self.kernel, words.len(), self.width);
        let n_inputs = self.input.n_inputs();
        let inputs = sized(&mut room.inputs, n * n_inputs);
        let rows = inputs.chunks_exact_mut(n_inputs);
        let is_known: Vec<bool> = rows.zip(words).map(|(values, (word, _))| self.inputs.read(*word, values)).collect();
        let hidden = sized(&mut room.hidden, n * width);
        let inputs = Columns::all(inputs, n_inputs);
        kernel.product(inputs, &self.input, hidden, Start::Bias, &mut room.interleaved);
        kernel.gelu(hidden);
        kernel.layer_norm(hidden, &self.input_norm.scale, &self.input_norm.shift);
        let n_products = self.window.n_outputs();
        let products = sized(&mut room.products, n * n_products);
        kernel.product(Columns::all(hidden, width), &self.window, products, Start::Bias, &mut room.interleaved);
        let fresh = sized(&mut room.fresh, n * (width + n_products));
        for (i, (word, hash)) in words.iter().enumerate() {
            let values = &mut fresh[i * (width + n_products)..][..width + n_products];
            values[..width].copy_from_slice(&hidden[i * width..][..width]);
            values[width..].copy_from_slice(&products[i * n_products..][..n_products]);
            if is_known[i] {
                self.keep(*word, *hash, values);
            }
        }
    }

    fn places(&self, hash: u64) -> &[OnceLock<Kept>] {
        let first = (hash >> 32) as usize % N_KEPT;
        &self.kept[first..first + N_PLACES]
    }

    fn find_kept(&self, word: Word, hash: u64) -> Option<&[f32]> {
        let mut taken = self.places(hash).iter().map_while(OnceLock::get);
        taken.find(|kept| *kept.form == *word.form && kept.hints == word.hints).map(|kept| &*kept.values)
    }

    /// Another thread may take the place; then the word is computed again next time, with the same outcome.
    fn keep(&self, word: Word, hash: u64, values: &[f32]) {
        if let Some(place) = self.places(hash).iter().find(|place| place.get().is_none()) {
            let _ = place.set(Kept { form: word.form.into(), hints: word.hints, values: values.into() });
        }
    }

    fn further_layers(&self, sentences: &[Vec<Word>], room: &mut Room) {
        let (kernel, width) = (self.kernel, self.width);
        let n: usize = sentences.iter().map(Vec::len).sum();
        let x = sized(&mut room.x, n * width);
        let gates = sized(&mut room.gates, n * 3 * width);
        for layer in &self.layers {
            if let Some(matrix) = &layer.gates {
                kernel.product(Columns::all(x, width), matrix, gates, Start::Bias, &mut room.interleaved);
            }
            let mut first = 0;
            for sentence in sentences {
                let end = first + sentence.len();
                kernel.recur(&gates[first * 3 * width..end * 3 * width], &mut x[first * width..end * width], width);
                first = end;
            }
            kernel.layer_norm(x, &layer.norm.scale, &layer.norm.shift);
        }
    }

    /// Scores of tags and names and all that trees are scored by, of `n` tokens.
    fn score(&self, n: usize, room: &mut Room) {
        let (kernel, width) = (self.kernel, self.width);
        let x = sized(&mut room.x, n * width);
        let n_scores = self.tags_and_names.n_outputs();
        let scores = sized(&mut room.scores, n * n_scores);
        kernel.product(Columns::all(x, width), &self.tags_and_names, scores, Start::Bias, &mut room.interleaved);

        // The tags' probabilities, in the columns of `hidden`.
        let n_tags = self.tag_vectors.n_inputs();
        let hidden = sized(&mut room.hidden, n * n_tags);
        for (row, scores) in hidden.chunks_exact_mut(n_tags).zip(scores.chunks_exact_mut(n_scores)) {
            row.copy_from_slice(&scores[..n_tags]);
            kernel.gelu(&mut scores[n_tags..]);
        }
        kernel.softmax(hidden, n_tags);
        kernel.product(Columns::all(hidden, n_tags), &self.tag_vectors, x, Start::Output, &mut room.interleaved);

        let projected = sized(&mut room.projected, n * self.projections.n_outputs());
        kernel.product(Columns::all(x, width), &self.projections, projected, Start::Bias, &mut room.interleaved);
        kernel.gelu(projected);
        let dependents = Columns { values: projected, width: self.projections.n_outputs(), first: self.arc_width };
        let arcs = sized(&mut room.arcs, n * self.arcs.n_outputs());
        kernel.product(dependents, &self.arcs, arcs, Start::Bias, &mut room.interleaved);

        let names = Columns { values: scores, width: n_scores, first: n_tags };
        let products = sized(&mut room.products, n * self.name.n_outputs());
        kernel.product(names, &self.name, products, Start::Bias, &mut room.interleaved);
    }

    /// What the scores say of the sentence whose tokens start at `first`.
    fn decode(&self, first: usize, sentence: &[Word], room: &mut Room) -> SentenceReading {
        let n = sentence.len();
        let n_scores = self.tags_and_names.n_outputs();
        let scores = &room.scores[first * n_scores..(first + n) * n_scores];
        let tags = scores.chunks_exact(n_scores).map(|row| self.tags[best(&row[..self.tags.len()])]);
        let tags: Vec<(Tag, Features)> = tags.collect();
        let heads = self.read_heads(first, n, room);
        let relations = self.read_relations(first, &heads, &tags, room);
        let n_classes = self.name.n_outputs();
        let classes = &mut room.products[first * n_classes..(first + n) * n_classes];
        for (row, word) in classes.chunks_exact_mut(n_classes).zip(sentence) {
            rule_out(row, word.form);
        }
        let names = read_names(classes, n_classes, &self.kinds, &mut room.names);
        let tokens = tags.into_iter().zip(heads).zip(relations);
        let tokens = tokens.map(|(((tag, features), head), relation)| Reading { tag, features, head, relation });
        SentenceReading { tokens: tokens.collect(), names }
    }

    /// Heads of a sentence. One that is longer than [`MAX_TREE`] gets a tree for each piece, all below the first.
    fn read_heads(&self, first: usize, n: usize, room: &mut Room) -> Vec<Option<usize>> {
        let mut heads: Vec<Option<usize>> = Vec::with_capacity(n);
        let mut top = None;
        for start in (0..n).step_by(MAX_TREE) {
            let len = MAX_TREE.min(n - start);
            self.score_heads(first + start, len, room);
            let width = (len + 1).next_multiple_of(LANES);
            let found = read_tree(Scores { values: &room.tree[..len * width], width });
            let root = found.iter().position(Option::is_none).map(|root| start + root);
            heads.extend(found.into_iter().map(|head| head.map_or(top, |head| Some(start + head))));
            top = top.or(root);
        }
        heads
    }

    /// Scores of heads of `n` tokens from `first` on among each other, into `room.tree`.
    fn score_heads(&self, first: usize, n: usize, room: &mut Room) {
        let (n_projected, n_arcs) = (self.projections.n_outputs(), self.arcs.n_outputs());
        let projected = &room.projected[first * n_projected..(first + n) * n_projected];
        let rows = projected.chunks_exact(n_projected).map(|row| &row[..self.arc_width]);
        room.heads.pack_rows(std::iter::once(&self.root[..self.arc_width]).chain(rows), n + 1, self.arc_width);
        let arcs = &room.arcs[first * n_arcs..(first + n) * n_arcs];
        let width = room.heads.n_outputs();
        let tree = sized(&mut room.tree, n * width);
        self.kernel.product(Columns::all(arcs, n_arcs), &room.heads, tree, Start::Bias, &mut room.interleaved);

        // Biases of heads from n words before to n words after.
        room.offsets.clear();
        room.offsets.extend((0..=2 * n).map(|i| {
            let nearest = i.clamp(n.saturating_sub(MAX_DISTANCE), n + MAX_DISTANCE);
            self.distances[nearest + MAX_DISTANCE - n]
        }));
        for (i, (row, arcs)) in tree.chunks_exact_mut(width).zip(arcs.chunks_exact(n_arcs)).enumerate() {
            let row = &mut row[1..=n];
            self.kernel.add(row, &room.offsets[n - i..2 * n - i]);
            let buckets = &arcs[self.arc_width..];
            let (mut before, mut after) = (i, i + 1);
            for (k, reach) in BUCKETS.iter().chain([&n]).enumerate() {
                let (start, end) = (i.saturating_sub(*reach), (i + 1 + reach).min(n));
                row[start..before].iter_mut().for_each(|score| *score += buckets[k]);
                row[after..end].iter_mut().for_each(|score| *score += buckets[BUCKETS.len() + 1 + k]);
                (before, after) = (start, end);
            }
        }
    }

    /// The best lawful relation of each token to its head.
    fn read_relations(
        &self,
        first: usize,
        heads: &[Option<usize>],
        tags: &[(Tag, Features)],
        room: &mut Room,
    ) -> Vec<Relation> {
        let (width, n_projected) = (self.arc_width, self.projections.n_outputs());
        let pairs = sized(&mut room.pairs, heads.len() * 3 * width);
        for (i, (pair, head)) in pairs.chunks_exact_mut(3 * width).zip(heads).enumerate() {
            let of_head = head.map_or(&self.root[..], |head| &room.projected[(first + head) * n_projected..]);
            let of_head = &of_head[2 * width..3 * width];
            let of_dependent = &room.projected[(first + i) * n_projected + 3 * width..][..width];
            pair[..width].copy_from_slice(of_head);
            pair[width..2 * width].copy_from_slice(of_dependent);
            self.kernel.times(&mut pair[2 * width..], of_head, of_dependent);
        }
        let n_outputs = self.relation.n_outputs();
        let scores = sized(&mut room.tree, heads.len() * n_outputs);
        let pairs = Columns::all(pairs, 3 * width);
        self.kernel.product(pairs, &self.relation, scores, Start::Bias, &mut room.interleaved);
        let rows = scores.chunks_exact(n_outputs).zip(heads).zip(tags).enumerate();
        let relations = rows.map(|(i, ((row, head), (tag, _)))| match head {
            None => Relation::Root,
            Some(head) if head / MAX_TREE != i / MAX_TREE => Relation::Parataxis,
            Some(_) => self.best_relation(row, *tag),
        });
        relations.collect()
    }

    /// Of a token below another: never `root`, and `punct` for marks and nothing else.
    fn best_relation(&self, scores: &[f32], tag: Tag) -> Relation {
        if tag == Tag::Punct {
            return Relation::Punct;
        }
        let is_lawful = |relation: Relation| !matches!(relation, Relation::Root | Relation::Punct);
        let lawful = scores.iter().zip(&self.relations).filter(|(_, relation)| is_lawful(**relation));
        lawful.reduce(|a, b| if b.0 > a.0 { b } else { a }).map_or(Relation::Dep, |(_, relation)| *relation)
    }
}

/// Index of the greatest, the first of equals.
fn best(scores: &[f32]) -> usize {
    (1..scores.len()).fold(0, |best, i| if scores[i] > scores[best] { i } else { best })
}

/// A quick hash of a word (Fx, as in rustc); only where a word is kept depends on it.
fn hash(word: Word) -> u64 {
    let mix = |hash: u64, piece: u64| (hash.rotate_left(5) ^ piece).wrapping_mul(0x517c_c1b7_2722_0a95);
    let pieces = word.form.as_bytes().chunks(8);
    let start = mix(word.form.len() as u64, u64::from(word.hints));
    pieces.fold(start, |hash, bytes| mix(hash, bytes.iter().fold(0, |piece, byte| piece << 8 | u64::from(*byte))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &[u8] = include_bytes!("../../data/models/english.model");
    const PARTICULARS: &str = include_str!("../../data/models/english.toml");

    fn network(kernel: Kernel) -> Network {
        Network::with_kernel(&mut Model::read(FILE, PARTICULARS).unwrap(), kernel).unwrap()
    }

    fn sentences() -> Vec<Vec<Word<'static>>> {
        let text = "Iran , which backs Hezbollah , was sanctioned by the European Union on 12 May 2019 .\n\
            Vladimir Putin met Xi Jinping in Beijing .\n\
            \" No ! \"\n\
            \u{fffd} \u{130}\u{df} \u{4e2d}\u{56fd} x";
        let word = |form: &'static str| Word { form, hints: form.len() as u8 };
        text.lines().map(|line| line.split(' ').map(word).collect()).collect()
    }

    fn bits(values: &[f32]) -> Vec<u32> {
        values.iter().map(|value| value.to_bits()).collect()
    }

    #[test]
    fn all_processors_give_the_same_bits() {
        let read = |kernel| {
            let mut room = Room::default();
            let readings = network(kernel).read(&sentences(), &mut room);
            (readings, [&room.x, &room.scores, &room.arcs, &room.products, &room.pairs, &room.tree].map(|v| bits(v)))
        };
        let plain = read(Kernel::plain());
        for kernel in Kernel::all() {
            assert!(read(kernel) == plain, "{kernel:?}");
        }
    }

    #[test]
    fn what_is_kept_and_what_else_is_read_changes_nothing() {
        let (network, mut room) = (network(Kernel::best()), Room::default());
        let together = network.read(&sentences(), &mut room);
        for (sentence, reading) in sentences().iter().zip(&together) {
            assert_eq!(&network.read(std::slice::from_ref(sentence), &mut room)[0], reading);
        }
        assert_eq!(network.read(&sentences(), &mut Room::default()), together);
        assert_eq!(network.read(&[vec![], vec![sentences()[0][0]], vec![]], &mut room)[1].tokens.len(), 1);
    }

    #[test]
    fn a_sentence_of_any_length_is_one_tree() {
        let words: Vec<Word> = sentences()[0].iter().copied().cycle().take(3 * MAX_TREE + 1).collect();
        let reading = &Network::read(&network(Kernel::best()), &[words], &mut Room::default())[0];
        assert_eq!(reading.tokens.len(), 3 * MAX_TREE + 1);
        let roots: Vec<&Reading> = reading.tokens.iter().filter(|token| token.head.is_none()).collect();
        assert!(matches!(roots[..], [Reading { relation: Relation::Root, .. }]));
        for i in 0..reading.tokens.len() {
            let steps = std::iter::successors(Some(i), |i| reading.tokens[*i].head);
            assert!(steps.take(reading.tokens.len() + 1).count() <= reading.tokens.len(), "a cycle from {i}");
        }
    }

    #[test]
    fn a_model_that_does_not_fit_is_refused() {
        let mut model = Model::read(FILE, PARTICULARS).unwrap();
        model.table("tags").unwrap();
        let error = Network::new(model).unwrap_err();
        assert_eq!(error.to_string(), "the model has no tensor \"tags\"");
    }
}
