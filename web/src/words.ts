// How the ontology's words read in a sentence of the page.

import type { Actor, Edge } from "./model";

/** What the subject does, and what the object is then. */
const RELATIONS: Record<string, [string, string?]> = {
  leads: ["leads", "is led by"],
  serves: ["serves", "is served by"],
  member_of: ["is a member of", "has as a member"],
  part_of: ["is part of", "includes"],
  affiliated_with: ["is affiliated with", "has as an affiliate"],
  owns: ["owns", "is owned by"],
  family_of: ["is kin of"],
  allied_with: ["is allied with"],
  rival_of: ["is a rival of"],
  backs: ["backs", "is backed by"],
  linked_to: ["is linked to"],
  agree: ["agrees with"],
  consult: ["talks with"],
  support: ["speaks up for", "is spoken up for by"],
  concede: ["concedes to", "wins a concession from"],
  cooperate: ["cooperates with"],
  aid: ["aids", "is aided by"],
  retreat: ["draws back from", "is drawn back from by"],
  request: ["makes a demand of", "faces a demand of"],
  accuse: ["accuses", "is accused by"],
  reject: ["rejects", "is rejected by"],
  threaten: ["threatens", "is threatened by"],
  protest: ["protests against", "faces protest by"],
  sanction: ["sanctions", "is sanctioned by"],
  mobilize: ["deploys forces to", "sees forces deployed by"],
  coerce: ["coerces", "is coerced by"],
  assault: ["attacks", "is attacked by"],
};

/** The edge's verb as one of its two actors would head the sentence. */
export function verb(edge: Edge, from: Actor): string {
  const [active, passive] = RELATIONS[edge.relation.word] ?? [plain(edge.relation.word)];
  return edge.source === from ? active : (passive ?? active);
}

export const FAMILIES: Record<string, string> = {
  structural: "Office, membership, kin",
  alignment: "Friends, rivals, backers",
  event: "Deeds and words",
};

export const POLARITIES: Record<string, string> = { affirmed: "Affirmed", negated: "Denied" };

export const MODALITIES: Record<string, string> = {
  asserted: "As a fact",
  "reported-possible": "As a possibility",
  planned: "As a plan",
  hypothetical: "As a thought or wish",
};

/** Marks on a sentence that is not a plain, current affirmation. */
export const MARKS: Record<string, string> = {
  negated: "denied",
  "reported-possible": "possible",
  planned: "planned",
  hypothetical: "hypothetical",
  former: "former",
};

/** A word of the ontology as plain English: "member of". */
export function plain(word: string): string {
  return word.replaceAll("_", " ");
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function count(n: number, thing: string): string {
  return `${n.toLocaleString("en")} ${thing}${n === 1 ? "" : "s"}`;
}

/** Case and diacritics aside. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
