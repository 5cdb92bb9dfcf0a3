// The details beside the picture: an actor with its links, a link with its sentences, ways between two actors.

import type { App } from "./app";
import { inWords, span } from "./dates";
import { el, name, shorten, swatch } from "./dom";
import { actorEdits, corrections, rejecting } from "./edit";
import { type Actor, type Edge, type Pair, type Statement, other } from "./model";
import { type Hop, paths } from "./paths";
import { picker } from "./picker";
import { toneColor } from "./theme";
import { MARKS, capital, count, plain, verb } from "./words";

/** Entries shown before a button asks for more. */
const FIRST = 60;

export function welcome(app: App): Node[] {
  const { model } = app;
  const n = (actor: Actor) => actor.pairs.filter((pair) => pair.isShown).length;
  const busiest = [...model.actors].filter((actor) => actor.isShown).sort((a, b) => n(b) - n(a) || b.articles - a.articles).slice(0, 10);
  return [
    el("h2", {}, "Start here"),
    el("p", {}, "Each dot is an actor, each line what articles say of two of them. Click a dot for its links, a line for the sentences that prove it."),
    el("h3", {}, "Most linked"),
    el("ul", { className: "rows" }, ...busiest.map((actor) => el("li", {}, actorButton(app, actor, count(n(actor), "actor"))))),
    app.editor && corrections(app.editor),
  ].filter(Boolean) as Node[];
}

export function actorDetails(app: App, actor: Actor): Node[] {
  const pairs = actor.pairs.filter((pair) => pair.isShown).sort((a, b) => b.weight - a.weight || (other(a, actor).name < other(b, actor).name ? -1 : 1));
  const hidden = actor.pairs.length - pairs.length;
  const facts = [
    actor.offices.length > 0 && actor.offices.slice(0, 6).map((office) => shorten(capital(office), 60)).join(" · "),
    actor.country && actor.look.kind !== "country" && `Country: ${actor.country}`,
    actor.sector && `Sector: ${plain(actor.sector)}`,
  ].filter(Boolean) as string[];
  const aliases = actor.aliases.filter((alias) => alias !== actor.name);
  return [
    el("p", { className: "kicker" }, swatch(actor.look.color, "dot"), capital(actor.look.word)),
    el("h2", {}, name(actor.name)),
    ...facts.map((fact) => el("p", { className: "fact" }, fact)),
    aliases.length > 0 && aliasList(aliases),
    el("p", { className: "aside" }, `Named in ${count(actor.articles, "article")}`, actor.first ? `, ${span(actor.first, actor.last)}` : "", "."),
    el("p", { className: "acts" }, el("button", { type: "button", onclick: () => app.select({ kind: "path", from: actor, to: null }) }, "Find a path from here")),
    app.editor && actorEdits(app, app.editor, actor),
    el("h3", {}, pairs.length ? `Linked to ${count(pairs.length, "actor")}` : "No link passes the filters"),
    hidden > 0 && el("p", { className: "aside" }, `${count(hidden, "link")} hidden by the filters.`),
    more("ul", "rows", pairs, (pair) => el("li", {}, linkButton(app, actor, pair))),
  ].filter(Boolean) as Node[];
}

function aliasList(aliases: string[]): HTMLElement {
  const shown = aliases.slice(0, 8).flatMap((alias, index) => [index > 0 ? ", " : "", name(alias)]);
  return el("p", { className: "aside" }, "Also: ", ...shown, aliases.length > 8 ? ` and ${aliases.length - 8} more` : "");
}

function actorButton(app: App, actor: Actor, note: string): HTMLElement {
  return el("button", { type: "button", className: "row", onclick: () => app.select({ kind: "actor", actor }) },
    swatch(actor.look.color, "dot"), el("span", { className: "who" }, name(actor.name)), el("span", { className: "aside" }, note));
}

function linkButton(app: App, actor: Actor, pair: Pair): HTMLElement {
  const edges = pair.edges.filter((edge) => edge.weight > 0).sort((a, b) => b.weight - a.weight);
  const end = other(pair, actor);
  const verbs = edges.map((edge) => el("span", { className: "verb" }, swatch(toneColor(edge.tone), "line"), verb(edge, actor), edges.length > 1 && el("span", { className: "aside" }, ` ×${edge.weight}`)));
  return el("button", { type: "button", className: "row", onclick: () => app.select({ kind: "pair", pair }) },
    swatch(end.look.color, "dot"),
    el("span", { className: "who" }, name(end.name), el("span", { className: "verbs" }, ...verbs)),
    el("span", { className: "aside" }, count(pair.weight, "article")));
}

export function pairDetails(app: App, pair: Pair): Node[] {
  const edges = [...pair.edges].filter((edge) => edge.weight > 0).sort((a, b) => b.weight - a.weight);
  const hidden = pair.edges.length - edges.length;
  const heading = (actor: Actor) => el("button", { type: "button", className: "link", onclick: () => app.select({ kind: "actor", actor }) }, name(actor.name));
  return [
    el("p", { className: "kicker" }, "Link"),
    el("h2", {}, heading(pair.a), " and ", heading(pair.b)),
    ...(edges.length ? edges.flatMap((edge) => edgeDetails(app, edge)) : [el("p", {}, "Nothing between them passes the filters.")]),
    hidden > 0 && el("p", { className: "aside" }, `${count(hidden, "relation")} hidden by the filters.`),
  ].filter(Boolean) as Node[];
}

function edgeDetails(app: App, edge: Edge): Node[] {
  const quoted = edge.shown.filter((statement) => statement.sentence !== null);
  const denials = edge.shown.filter((statement) => statement.polarity === "negated").length;
  const notes = [count(edge.weight, "article"), count(edge.shown.length, "statement"), denials > 0 && `${denials} denied`].filter(Boolean);
  const list = more("ol", "sentences", quoted, (statement) => el("li", {}, sentence(statement)));
  if (app.editor) askAll(app, edge, list);
  const missing = edge.total - edge.statements.filter((statement) => statement.sentence !== null).length;
  return [
    el("h3", { className: "relation" }, swatch(toneColor(edge.tone), "line"), name(edge.source.name), ` ${verb(edge, edge.source)} `, name(edge.target.name)),
    el("p", { className: "aside" }, notes.join(" · ")),
    list,
    missing > 0 && !app.editor && rest(app, edge, missing, list),
  ].filter(Boolean) as Node[];
}

/** Brings all sentences of the database in place of the page's, each with what a correction needs. */
async function askAll(app: App, edge: Edge, list: HTMLElement): Promise<void> {
  try {
    const statements = await app.server!.statements(edge);
    list.replaceChildren(...statements.map((statement) => el("li", {}, sentence(statement), rejecting(app.editor!, statement))));
  } catch (error) {
    list.before(el("p", { className: "failed", role: "alert" }, `The server did not answer: ${(error as Error).message}`));
  }
}

/** What to do about the sentences that the page had no room for. */
function rest(app: App, edge: Edge, missing: number, list: HTMLElement): HTMLElement {
  if (!app.server) {
    const names = [edge.source, edge.target].map((actor) => actor.id).join(" ");
    return el("p", { className: "aside" }, `${missing.toLocaleString("en")} more in the database: `, el("code", {}, `whom evidence ${names}`));
  }
  const button = el("button", { type: "button" }, `Show ${missing.toLocaleString("en")} more`);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const statements = await app.server!.statements(edge);
      list.replaceChildren(...statements.map((statement) => el("li", {}, sentence(statement))));
      button.remove();
    } catch (error) {
      button.replaceWith(el("p", { className: "aside" }, `The server did not answer: ${(error as Error).message}`));
    }
  });
  return button;
}

/** A sentence with who says it, when, where, and whether it is a denial, plan, possibility or past. */
export function sentence(statement: Statement): HTMLElement {
  const { article } = statement;
  const marks = [statement.polarity, statement.modality, statement.status].map((word) => MARKS[word]).filter(Boolean);
  const meta = [
    statement.speaker && el("span", {}, "says ", name(statement.speaker)),
    article.date && el("time", { dateTime: article.date }, inWords(article.date)),
    statement.dated && statement.dated !== article.date && el("span", {}, `about ${inWords(statement.dated)}`),
    source(statement),
  ].filter(Boolean) as Node[];
  return el("figure", {},
    el("blockquote", { dir: "auto" }, ...marks.map((mark) => el("strong", { className: `mark ${mark}` }, mark)), marks.length ? " " : "", shorten(statement.sentence ?? "", 1200)),
    el("figcaption", {}, ...meta));
}

function source({ article }: Statement): HTMLElement | null {
  const address = safe(article.url);
  const outlet = article.outlet || (address ? new URL(address).hostname.replace(/^www\./, "") : "");
  const text = [outlet, article.title].filter(Boolean).join(": ");
  if (!text) return null;
  return address ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name(text)) : el("cite", {}, name(text));
}

/** Addresses come from articles: only those that a browser opens as a page become links. */
function safe(address: string): string | null {
  try {
    return /^https?:$/.test(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}

export function pathDetails(app: App, from: Actor | null, to: Actor | null): Node[] {
  const field = (label: string, actor: Actor | null, choose: (actor: Actor) => void) => {
    const input = el("input", { type: "text", value: actor?.name.slice(0, 200) ?? "", id: `path-${label}` });
    const box = el("div", { className: "picker" }, el("label", { for: `path-${label}` }, capital(label)), input);
    picker(input, app.model, choose);
    return box;
  };
  const found = from && to ? paths(app.model, from, to) : [];
  return [
    el("p", { className: "kicker" }, "Path"),
    el("h2", {}, "How are two actors connected?"),
    field("from", from, (actor) => app.select({ kind: "path", from: actor, to })),
    field("to", to, (actor) => app.select({ kind: "path", from, to: actor })),
    ...(from && to ? answer(app, from, to, found) : [el("p", { className: "aside" }, "Name both to see the shortest ways from one to the other, over links that somebody affirms.")]),
  ];
}

function answer(app: App, from: Actor, to: Actor, found: Hop[][]): Node[] {
  if (from === to) return [el("p", {}, "Both are the same actor.")];
  if (!found.length) return [el("p", {}, "No chain of links that pass the filters connects ", name(from.name), " and ", name(to.name), ".")];
  const steps = count(found[0].length, "step");
  return [
    el("p", {}, found.length === 1 ? `One way in ${steps}.` : `${found.length} ways in ${steps}.`),
    el("ol", { className: "ways" }, ...found.map((hops) => el("li", {}, way(app, hops)))),
  ];
}

function way(app: App, hops: Hop[]): HTMLElement {
  return el("div", {},
    el("p", { className: "chain" }, name(hops[0].from.name), ...hops.flatMap((hop) => [" → ", name(hop.to.name)])),
    ...hops.map((hop) => {
      const edge = hop.pair.edges.filter((edge) => edge.shown.some((statement) => statement.polarity === "affirmed")).reduce((best, edge) => (edge.weight > best.weight ? edge : best));
      const proof = edge.shown.find((statement) => statement.polarity === "affirmed" && statement.sentence !== null);
      return el("div", { className: "hop" },
        el("button", { type: "button", className: "link", onclick: () => app.select({ kind: "pair", pair: hop.pair }) },
          swatch(toneColor(edge.tone), "line"), name(edge.source.name), ` ${verb(edge, edge.source)} `, name(edge.target.name)),
        proof && sentence(proof));
    }));
}

/** A list whose tail waits behind a button. */
function more<T>(tag: "ul" | "ol", className: string, items: T[], item: (item: T) => HTMLElement): HTMLElement {
  const list = el(tag, { className }, ...items.slice(0, FIRST).map(item));
  if (items.length <= FIRST) return list;
  const button = el("button", { type: "button", onclick: () => button.parentElement!.replaceWith(...items.slice(FIRST).map(item)) }, `Show ${items.length - FIRST} more`);
  list.append(el("li", { className: "more" }, button));
  return list;
}
