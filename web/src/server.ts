// Asks `whom serve` for the sentences that the page did not bring. The interface is described in docs/api.yaml.

import type { Server } from "./app";
import { firstDay, lastDay } from "./dates";
import type { Edge, Statement } from "./model";

/** What /api/evidence tells of a statement, as far as the page shows it. */
interface Stated {
  statement: string;
  type: string;
  subject: { id: string };
  polarity: string;
  modality: string;
  status: string;
  confidence: number;
  evidence: string;
  speaker: { name: string } | null;
  dated: string | null;
  article: { date: string | null; outlet: string; title: string; url: string };
}

const PAGE = 200;

export function server(): Server {
  return {
    async statements(edge) {
      const statements: Statement[] = [];
      for (let offset: number | null = 0; offset !== null;) {
        const query = new URLSearchParams({ a: edge.source.id, b: edge.target.id, type: edge.relation.word, limit: String(PAGE), offset: String(offset) });
        const response = await fetch(`api/evidence?${query}`);
        const answer: { items: Stated[]; next: number | null; error?: string } = await response.json();
        if (!response.ok) throw new Error(answer.error);
        const ofEdge = answer.items.filter((stated) => edge.relation.symmetric || stated.subject.id === edge.source.id);
        statements.push(...ofEdge.map((stated) => statement(edge, stated)));
        offset = answer.next;
      }
      return statements;
    },
  };
}

function statement(edge: Edge, { article, ...stated }: Stated): Statement {
  const [from, to] = article.date ? [firstDay(article.date), lastDay(article.date)] : ["", ""];
  return { ...stated, id: stated.statement, edge, sentence: stated.evidence, speaker: stated.speaker?.name ?? null, article: { ...article, from, to } };
}
