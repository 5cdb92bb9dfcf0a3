// What the views share.

import type { Editor } from "./edit";
import type { Actor, Edge, Model, Pair, Statement } from "./model";

export type Selection =
  | { kind: "none" }
  | { kind: "actor"; actor: Actor }
  | { kind: "pair"; pair: Pair }
  | { kind: "path"; from: Actor | null; to: Actor | null };

/** The database behind the page, where there is one. */
export interface Server {
  /** Every statement of an edge, with its sentence. */
  statements(edge: Edge): Promise<Statement[]>;
}

export interface App {
  model: Model;
  server: Server | null;
  /** Takes corrections, where the server does and this reader may make them. */
  editor: Editor | null;
  selection: Selection;
  select(selection: Selection): void;
  /** After the filter has changed. */
  refilter(): void;
}
