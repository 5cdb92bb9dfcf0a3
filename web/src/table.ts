// The graph as tables, for screen readers, for printing, and where there is no WebGL.

import type { App } from "./app";
import { inWords } from "./dates";
import { byId, el, name, swatch } from "./dom";
import type { Actor, Edge } from "./model";
import { toneColor } from "./theme";
import { capital, count, verb } from "./words";

/** Rows shown before a button asks for more. */
const PAGE = 100;

interface Column<T> {
  title: string;
  cell(row: T): Node | string;
  key(row: T): string | number;
  isNumber?: boolean;
  isDate?: boolean;
}

type View = "links" | "actors";

/** Gives the function that draws the table anew. */
export function table(app: App): () => void {
  let view: View = "links";
  const sorts: Record<View, { column: number; isDown: boolean }> = { links: { column: 3, isDown: true }, actors: { column: 2, isDown: true } };
  let shown = PAGE;
  const draw = () => {
    const tab = (which: View, label: string) => el("button", { type: "button", "aria-pressed": String(view === which), onclick: () => {
      view = which;
      shown = PAGE;
      draw();
    } }, label);
    const { actors, edges } = app.model;
    const isActors = view === "actors";
    const body = isActors ? grid(actors.filter((actor) => actor.isShown), actorColumns(app)) : grid(edges.filter((edge) => edge.weight > 0), linkColumns(app));
    byId("table").replaceChildren(el("div", { className: "tabs", role: "group", "aria-label": "Table of" }, tab("links", "Links"), tab("actors", "Actors")), ...body);
  };

  function grid<T>(rows: T[], columns: Column<T>[]): Node[] {
    const sort = sorts[view];
    const { key } = columns[sort.column];
    const sign = sort.isDown ? -1 : 1;
    rows.sort((a, b) => sign * compare(key(a), key(b)));
    const heads = columns.map((column, index) => {
      const isSorted = index === sort.column;
      const onclick = () => {
        sort.isDown = isSorted ? !sort.isDown : !!column.isNumber;
        sort.column = index;
        draw();
        byId("table").querySelectorAll<HTMLElement>("th button")[index].focus();
      };
      return el("th", { scope: "col", className: column.isNumber ? "number" : "", ...(isSorted && { "aria-sort": sort.isDown ? "descending" : "ascending" }) },
        el("button", { type: "button", onclick }, column.title, el("span", { "aria-hidden": "true" }, isSorted ? (sort.isDown ? " ↓" : " ↑") : "")));
    });
    const body = rows.slice(0, shown).map((row) => el("tr", {}, ...columns.map((column) => el("td", { className: column.isNumber ? "number" : column.isDate ? "date" : "" }, column.cell(row)))));
    const caption = `${count(rows.length, view === "actors" ? "actor" : "link")}${rows.length > shown ? `, the first ${shown}` : ""}`;
    const next = rows.length > shown && el("button", { type: "button", onclick: () => {
      shown += PAGE;
      draw();
    } }, `Show ${Math.min(PAGE, rows.length - shown)} more`);
    return [
      el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...body)),
      ...(next ? [el("p", { className: "acts" }, next)] : []),
    ];
  }
  return draw;
}

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" ? a - (b as number) : a.localeCompare(b as string, "en");
}

function actorCell(app: App, actor: Actor): HTMLElement {
  return el("button", { type: "button", className: "link", onclick: () => app.select({ kind: "actor", actor }) }, name(actor.name));
}

function linkColumns(app: App): Column<Edge>[] {
  const denied = (edge: Edge) => edge.shown.filter((statement) => statement.polarity === "negated").length;
  const dates = (edge: Edge) => edge.shown.map((statement) => statement.article.date ?? "").filter(Boolean).sort();
  return [
    { title: "Subject", cell: (edge) => actorCell(app, edge.source), key: (edge) => edge.source.name },
    { title: "Relation", cell: (edge) => el("button", { type: "button", className: "link", onclick: () => app.select({ kind: "pair", pair: edge.pair }) }, swatch(toneColor(edge.tone), "line"), verb(edge, edge.source)), key: (edge) => verb(edge, edge.source) },
    { title: "Object", cell: (edge) => actorCell(app, edge.target), key: (edge) => edge.target.name },
    { title: "Articles", cell: (edge) => edge.weight.toLocaleString("en"), key: (edge) => edge.weight, isNumber: true },
    { title: "Denied", cell: (edge) => (denied(edge) || "").toString(), key: denied, isNumber: true },
    { title: "First", cell: (edge) => inWords(dates(edge)[0] ?? ""), key: (edge) => dates(edge)[0] ?? "", isDate: true },
    { title: "Last", cell: (edge) => inWords(dates(edge).at(-1) ?? ""), key: (edge) => dates(edge).at(-1) ?? "", isDate: true },
  ];
}

function actorColumns(app: App): Column<Actor>[] {
  const linked = (actor: Actor) => actor.pairs.filter((pair) => pair.isShown).length;
  return [
    { title: "Actor", cell: (actor) => actorCell(app, actor), key: (actor) => actor.name },
    { title: "Kind", cell: (actor) => el("span", {}, swatch(actor.look.color, "dot"), capital(actor.look.word)), key: (actor) => actor.look.word },
    { title: "Linked to", cell: (actor) => linked(actor).toLocaleString("en"), key: linked, isNumber: true },
    { title: "Articles", cell: (actor) => actor.articles.toLocaleString("en"), key: (actor) => actor.articles, isNumber: true },
    { title: "Country", cell: (actor) => actor.country ?? "", key: (actor) => actor.country ?? "" },
  ];
}
