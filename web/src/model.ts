// The graph in memory: actors, links between two actors, edges, statements, and which of them pass the filters.

import type { Look, NodeRow, Relation, Rows, Tone } from "./rows";
import { firstDay, lastDay } from "./dates";
import { fold } from "./words";

export interface Actor extends Omit<NodeRow, "look" | "offices" | "aliases"> {
  index: number;
  look: Look;
  offices: string[];
  aliases: string[];
  /** Name, aliases and offices as search compares them. */
  folded: string[];
  pairs: Pair[];
  isShown: boolean;
}

export interface Statement {
  /** What names it to the server; null where the page brought it. */
  id: string | null;
  edge: Edge;
  article: Article;
  polarity: string;
  modality: string;
  status: string;
  confidence: number;
  /** Null where the page had no room for it. */
  sentence: string | null;
  speaker: string | null;
  dated: string | null;
}

export interface Article {
  date: string | null;
  from: string;
  to: string;
  outlet: string;
  title: string;
  url: string;
}

/** One relation from one actor to another. */
export interface Edge {
  source: Actor;
  target: Actor;
  relation: Relation;
  tone: Tone;
  pair: Pair;
  /** Articles and statements in the database. */
  articles: number;
  total: number;
  statements: Statement[];
  /** Statements that pass the filters, and the number of their articles. */
  shown: Statement[];
  weight: number;
}

/** All edges between two actors: one line of the picture. */
export interface Pair {
  index: number;
  a: Actor;
  b: Actor;
  edges: Edge[];
  isShown: boolean;
  weight: number;
  /** Tone of the relation that most articles state. */
  tone: Tone;
}

export interface Filter {
  looks: Set<Look>;
  relations: Set<Relation>;
  polarities: Set<string>;
  modalities: Set<string>;
  confidence: number;
  articles: number;
  /** First and last day; null while the slider spans everything, which lets undated articles through. */
  since: string | null;
  until: string | null;
}

export interface Model {
  rows: Rows;
  actors: Actor[];
  pairs: Pair[];
  edges: Edge[];
  byId: Map<string, Actor>;
  filter: Filter;
}

export function model(rows: Rows): Model {
  const actors = rows.nodes.map((row, index): Actor => ({
    ...row,
    index,
    look: rows.looks[row.look],
    offices: row.offices ?? [],
    aliases: row.aliases ?? [],
    folded: [row.name, ...(row.aliases ?? []), ...(row.offices ?? []), row.country ?? ""].filter(Boolean).map(fold),
    pairs: [],
    isShown: true,
  }));
  const pairs = new Map<number, Pair>();
  const edges = rows.edges.map(([source, target, relation, articles, total]): Edge => {
    const key = Math.min(source, target) * actors.length + Math.max(source, target);
    const tone = rows.tones[rows.relations[relation].tone];
    const ends = { a: actors[source], b: actors[target] };
    const pair = pairs.get(key) ?? { index: pairs.size, ...ends, edges: [], isShown: true, weight: 0, tone };
    if (!pairs.has(key)) {
      pairs.set(key, pair);
      pair.a.pairs.push(pair);
      pair.b.pairs.push(pair);
    }
    const edge: Edge = {
      source: actors[source], target: actors[target], relation: rows.relations[relation], tone, pair, articles, total,
      statements: [], shown: [], weight: 0,
    };
    pair.edges.push(edge);
    return edge;
  });
  const articles = rows.articles.map(([date, outlet, title, url]): Article => ({
    date,
    from: date ? firstDay(date) : "",
    to: date ? lastDay(date) : "",
    outlet: outlet === undefined ? "" : rows.outlets[outlet],
    title: title ?? "",
    url: url ?? "",
  }));
  for (const [edge, article, polarity, modality, status, confidence, sentence, speaker, dated] of rows.statements) {
    edges[edge].statements.push({
      id: null,
      edge: edges[edge],
      article: articles[article],
      polarity: rows.polarities[polarity],
      modality: rows.modalities[modality],
      status: rows.statuses[status],
      confidence,
      sentence: sentence === null ? null : rows.sentences[sentence],
      speaker: speaker === null ? null : rows.speakers[speaker],
      dated,
    });
  }
  const byId = new Map(actors.map((actor) => [actor.id, actor]));
  const made = { rows, actors, pairs: [...pairs.values()], edges, byId, filter: everything(rows) };
  apply(made);
  return made;
}

/** The filter that everything passes. */
export function everything(rows: Rows): Filter {
  return {
    looks: new Set(rows.looks),
    relations: new Set(rows.relations),
    polarities: new Set(rows.polarities),
    modalities: new Set(rows.modalities),
    confidence: 0,
    articles: 1,
    since: null,
    until: null,
  };
}

/** Works out anew what passes the filters. */
export function apply({ actors, pairs, edges, filter }: Model): void {
  for (const edge of edges) {
    const isIn = filter.relations.has(edge.relation) && filter.looks.has(edge.source.look) && filter.looks.has(edge.target.look);
    edge.shown = isIn ? edge.statements.filter((statement) => passes(statement, filter)) : [];
    // An export that brings one sentence an edge counts its articles all the same.
    const isWhole = edge.statements.length === edge.total;
    edge.weight = isWhole ? new Set(edge.shown.map((statement) => statement.article)).size : Math.min(edge.shown.length, 1) * edge.articles;
    if (edge.weight < filter.articles) {
      edge.shown = [];
      edge.weight = 0;
    }
  }
  for (const actor of actors) actor.isShown = false;
  for (const pair of pairs) {
    const heaviest = pair.edges.reduce((best, edge) => (edge.weight > best.weight ? edge : best));
    pair.weight = pair.edges.reduce((sum, edge) => sum + edge.weight, 0);
    pair.isShown = heaviest.weight > 0;
    pair.tone = heaviest.tone;
    if (pair.isShown) pair.a.isShown = pair.b.isShown = true;
  }
}

function passes(statement: Statement, filter: Filter): boolean {
  const { article } = statement;
  return filter.polarities.has(statement.polarity)
    && filter.modalities.has(statement.modality)
    && statement.confidence >= filter.confidence
    && (filter.since === null || (article.date !== null && article.to >= filter.since))
    && (filter.until === null || (article.date !== null && article.from <= filter.until));
}

export function other(pair: Pair, actor: Actor): Actor {
  return pair.a === actor ? pair.b : pair.a;
}

export function pairOf(a: Actor, b: Actor): Pair | undefined {
  return a.pairs.find((pair) => other(pair, a) === b);
}
