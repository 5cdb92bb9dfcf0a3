// The legend, each entry of which is a switch: kinds of actor, families and types of relation, how it is said, how sure.

import type { App } from "./app";
import { byId, el, swatch } from "./dom";
import { type Edge, everything } from "./model";
import type { Relation } from "./rows";
import { toneColor } from "./theme";
import { FAMILIES, MODALITIES, POLARITIES, capital, plain } from "./words";

/** Builds the panel; the function that it gives brings the controls in line with the filter. */
export function filters(app: App): () => void {
  const updates: (() => void)[] = [];
  const redraw = () => {
    byId("filters").replaceChildren(...controls(app, updates));
    updates.forEach((update) => update());
  };
  redraw();
  return redraw;
}

function controls(app: App, updates: (() => void)[]): Node[] {
  updates.length = 0;
  const { rows, actors, edges, filter } = app.model;
  const nActors = (word: string) => actors.filter((actor) => actor.look.word === word).length;
  const statements = edges.flatMap((edge) => edge.statements);
  const changed = () => {
    app.refilter();
    updates.forEach((update) => update());
  };
  const toggle = <T>(set: Set<T>, item: T, label: Node | string, n: number, mark?: Node) =>
    box(() => set.has(item), (isOn) => {
      if (isOn) set.add(item);
      else set.delete(item);
      changed();
    }, updates, label, n, mark);

  return [
    el("h2", {}, "Legend and filters"),
    group("Actors", ...rows.looks.map((look) => toggle(filter.looks, look, capital(look.word), nActors(look.word), swatch(look.color, "dot"))).filter((_, i) => nActors(rows.looks[i].word) > 0)),
    group("Links", ...Object.keys(FAMILIES).map((family) => familyBox(app, family, updates, changed))),
    group("Said to be so or not", ...rows.polarities.map((word) => toggle(filter.polarities, word, POLARITIES[word] ?? word, statements.filter((s) => s.polarity === word).length))),
    group("Said how", ...rows.modalities.map((word) => toggle(filter.modalities, word, MODALITIES[word] ?? word, statements.filter((s) => s.modality === word).length))),
    group("At least",
      slider("articles", "Articles behind a link", 1, Math.max(2, Math.min(20, Math.max(...edges.map((edge) => edge.articles), 1))), 1, () => filter.articles, (n) => (filter.articles = n), (n) => String(n), updates, changed),
      slider("confidence", "Confidence", 0, 1, 0.05, () => filter.confidence, (n) => (filter.confidence = n), (n) => n.toFixed(2), updates, changed)),
    el("p", { className: "acts" }, el("button", { type: "button", id: "reset", onclick: () => reset(app) }, "Show everything")),
  ];
}

/** Lets everything pass again. */
export function reset(app: App): void {
  Object.assign(app.model.filter, everything(app.model.rows));
  app.refilter();
}

function group(title: string, ...children: (Node | null)[]): HTMLElement {
  return el("fieldset", {}, el("legend", {}, title), ...children);
}

function box(isOn: () => boolean, set: (isOn: boolean) => void, updates: (() => void)[], label: Node | string, n: number, mark?: Node): HTMLElement {
  const input = el("input", { type: "checkbox", onchange: () => set(input.checked) });
  updates.push(() => (input.checked = isOn()));
  return el("label", { className: "check" }, input, mark, el("span", {}, label), el("span", { className: "aside" }, n.toLocaleString("en")));
}

function familyBox(app: App, family: string, updates: (() => void)[], changed: () => void): HTMLElement | null {
  const { filter, rows, edges } = app.model;
  const n = (relation: Relation) => total(edges.filter((edge) => edge.relation === relation));
  const relations = rows.relations.filter((relation) => relation.family === family && n(relation) > 0);
  if (!relations.length) return null;
  const set = (relation: Relation, isOn: boolean) => (isOn ? filter.relations.add(relation) : filter.relations.delete(relation));
  const all = el("input", { type: "checkbox", onchange: () => {
    relations.forEach((relation) => set(relation, all.checked));
    changed();
  } });
  updates.push(() => {
    const nOn = relations.filter((relation) => filter.relations.has(relation)).length;
    all.checked = nOn > 0;
    all.indeterminate = nOn > 0 && nOn < relations.length;
  });
  const boxes = relations.map((relation) => box(() => filter.relations.has(relation), (isOn) => {
    set(relation, isOn);
    changed();
  }, updates, capital(plain(relation.word)), n(relation), swatch(toneColor(rows.tones[relation.tone]), "line")));
  const tones = [...new Set(relations.map((relation) => rows.tones[relation.tone]))];
  const count = relations.reduce((sum, relation) => sum + n(relation), 0);
  return el("div", { className: "family" },
    el("label", { className: "check" }, all, tones.length === 1 && swatch(toneColor(tones[0]), "line"), el("span", {}, FAMILIES[family]), el("span", { className: "aside" }, count.toLocaleString("en"))),
    tones.length > 1 && el("ul", { className: "tones" }, ...tones.map((tone) => el("li", {}, swatch(toneColor(tone), "line"), tone.caption))),
    el("details", {}, el("summary", {}, "By type"), ...boxes));
}

function total(edges: Edge[]): number {
  return edges.reduce((sum, edge) => sum + edge.statements.length, 0);
}

function slider(id: string, label: string, min: number, max: number, step: number, get: () => number, set: (n: number) => void, show: (n: number) => string, updates: (() => void)[], changed: () => void): HTMLElement {
  const output = el("output", { htmlFor: `at-least-${id}` });
  const input = el("input", { type: "range", id: `at-least-${id}`, min: String(min), max: String(max), step: String(step), oninput: () => {
    set(Number(input.value));
    changed();
  } });
  updates.push(() => {
    input.value = String(get());
    output.textContent = show(get());
  });
  return el("div", { className: "range" }, el("label", { for: input.id }, label), output, input);
}
