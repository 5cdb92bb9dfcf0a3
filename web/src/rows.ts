// The graph as src/export/html/data.rs writes it: tables whose rows point to each other by number.

export interface Look {
  word: string;
  kind: string;
  color: string;
}

export interface Tone {
  caption: string;
  color: string;
  on_dark: string;
}

export interface Relation {
  word: string;
  family: string;
  tone: number;
  symmetric: boolean;
}

export interface NodeRow {
  id: string;
  name: string;
  look: number;
  x: number;
  y: number;
  size: number;
  articles: number;
  country?: string;
  sector?: string;
  offices?: string[];
  aliases?: string[];
  first?: string;
  last?: string;
}

/** Source, target, relation, articles, statements. */
export type EdgeRow = [number, number, number, number, number];

/** Date, outlet, title, address; of an article that is not quoted, its date only. */
export type ArticleRow = [string | null, number?, string?, string?];

/** Edge, article, polarity, modality, status, confidence, sentence, speaker, the date that the sentence gives. */
export type StatementRow = [
  number, number, number, number, number, number, number | null, number | null, string | null,
];

export interface Rows {
  page: number;
  sentences_an_edge: number;
  looks: Look[];
  tones: Tone[];
  relations: Relation[];
  polarities: string[];
  modalities: string[];
  statuses: string[];
  outlets: string[];
  speakers: string[];
  articles: ArticleRow[];
  sentences: string[];
  nodes: NodeRow[];
  edges: EdgeRow[];
  statements: StatementRow[];
  /** Actors that the graph has beyond those of `nodes`. */
  left_out: number;
}

/** The rows in the page, or from the server that the page names. */
export async function read(): Promise<{ rows: Rows; source: string | null; takesCorrections: boolean }> {
  const element = document.getElementById("graph")!;
  const source = element.dataset.source ?? null;
  const takesCorrections = element.dataset.edit !== undefined;
  if (source === null) return { rows: JSON.parse(element.textContent!), source, takesCorrections };
  const response = await fetch(source + location.search);
  if (!response.ok) throw new Error((await response.json()).error);
  return { rows: await response.json(), source, takesCorrections };
}
