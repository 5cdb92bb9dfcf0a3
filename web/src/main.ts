// Puts the page together: reads the graph, wires the views, and keeps the selection in the address.

import type { App, Selection } from "./app";
import { byId, el } from "./dom";
import { editor, said, takeToken } from "./edit";
import { filters, reset } from "./filters";
import { type Model, type Pair, apply, model, pairOf } from "./model";
import { actorDetails, pairDetails, pathDetails, welcome } from "./panel";
import { paths } from "./paths";
import { type Focus, Picture, around } from "./picture";
import { picker } from "./picker";
import { read } from "./rows";
import { server } from "./server";
import { table } from "./table";
import { theme } from "./theme";
import { timeline } from "./timeline";
import { count } from "./words";

const PHONE = matchMedia("(max-width: 760px)");

async function start(): Promise<void> {
  const { rows, source, takesCorrections } = await read();
  if (takesCorrections) takeToken();
  const graph = model(rows);
  const isEmpty = graph.edges.length === 0;
  document.body.classList.toggle("blank", isEmpty);
  if (isEmpty) {
    return nothing("This graph is empty", "No statement links two actors. Read articles into it with whom ingest, or export it with fewer filters.");
  }
  let picture: Picture | null = null;
  let isTable = false;

  const app: App = {
    model: graph,
    server: source === null ? null : server(),
    editor: takesCorrections ? editor() : null,
    selection: { kind: "none" },
    select(selection) {
      app.selection = selection;
      remember(selection);
      showPanel();
      picture?.show(focus(app));
      const stands = focus(app)?.actors;
      if (stands) picture?.frame(stands, PHONE.matches ? 0.6 : 0);
      byId("panel").scrollTop = 0;
    },
    refilter() {
      apply(graph);
      update();
    },
  };

  const showPanel = () => {
    const panel = byId("panel");
    const { selection } = app;
    document.body.classList.toggle("reading", selection.kind !== "none");
    const close = el("button", { type: "button", className: "close", "aria-label": "Close details", onclick: () => app.select({ kind: "none" }) }, "×");
    panel.replaceChildren(...(selection.kind === "none" ? [] : [close]), ...details(app));
    if (document.activeElement === document.body || panel.contains(document.activeElement)) panel.focus({ preventScroll: true });
  };
  const update = () => {
    syncFilters.forEach((sync) => sync());
    if (isTable) drawTable();
    showPanel();
    picture?.show(focus(app));
    sayHowMuch(app);
  };
  const showTable = (isOn: boolean) => {
    isTable = isOn;
    byId("table").hidden = !isOn;
    byId("picture").hidden = byId("zoom").hidden = isOn;
    byId("show-table").setAttribute("aria-pressed", String(isOn));
    if (isOn) drawTable();
    else picture?.resize();
  };

  const drawTable = table(app);
  const [redrawFilters, syncTimeline] = [filters(app), timeline(app)];
  const syncFilters = [syncTimeline];
  update();
  await painted();
  try {
    picture = Picture.make(graph, {
      actor: (actor) => app.select({ kind: "actor", actor }),
      pair: (pair) => app.select({ kind: "pair", pair }),
      nothing: () => app.selection.kind !== "none" && app.select({ kind: "none" }),
    });
  } catch (error) {
    console.info("no picture:", error);
  }
  if (!picture) {
    note("This browser has no WebGL, which the picture needs. The table shows the same graph.");
    byId("show-table").hidden = true;
    showTable(true);
  } else if (rows.left_out) {
    note(`The ${graph.actors.length.toLocaleString("en")} most linked actors; ${rows.left_out.toLocaleString("en")} more are in the database.`);
  }

  const done = app.editor && said(app.editor);
  if (done) note(...done);
  else if (takesCorrections && !app.editor) note("To correct the graph, open the address that whom serve --edit printed.");

  picker(byId<HTMLInputElement>("search"), graph, (actor) => app.select({ kind: "actor", actor }));
  byId("show-table").addEventListener("click", () => showTable(!isTable));
  byId("show-path").addEventListener("click", () => {
    const from = app.selection.kind === "actor" ? app.selection.actor : null;
    app.select({ kind: "path", from, to: null });
    byId(from ? "path-to" : "path-from").focus();
  });
  byId("show-filters").addEventListener("click", () => toggleFilters(picture));
  if (PHONE.matches) toggleFilters(picture);
  byId("zoom-in").addEventListener("click", () => picture?.zoom(0.7));
  byId("zoom-out").addEventListener("click", () => picture?.zoom(1.4));
  byId("zoom-all").addEventListener("click", () => picture?.all());
  byId("empty").append(el("h2", {}, "Nothing passes the filters"), el("p", {}, "Widen the time, or switch kinds and types on again."), el("button", { type: "button", onclick: () => reset(app) }, "Show everything"));
  byId("empty").addEventListener("click", () => redrawFilters());
  byId("filters").addEventListener("click", (event) => (event.target as Element).id === "reset" && redrawFilters());
  theme(() => {
    redrawFilters();
    picture?.recolor();
    update();
  });
  addEventListener("keydown", (event) => shortcut(event, app));
  addEventListener("hashchange", () => recall(app));
  new ResizeObserver(() => !isTable && picture?.resize()).observe(byId("stage"));

  recall(app);
  // What tests look at; the page itself does not use it.
  Object.assign(window, { whom: { app, place: (id: string) => picture?.place(graph.byId.get(id)!) } });
  document.documentElement.dataset.ready = "";
}

/** After the browser has shown what is there: the picture takes longer than all else. */
function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

function details(app: App): Node[] {
  const { selection } = app;
  switch (selection.kind) {
    case "none": return welcome(app);
    case "actor": return actorDetails(app, selection.actor);
    case "pair": return pairDetails(app, selection.pair);
    case "path": return pathDetails(app, selection.from, selection.to);
  }
}

/** What of the picture stands out. */
function focus({ model, selection }: App): Focus | null {
  switch (selection.kind) {
    case "none": return null;
    case "actor": return around(selection.actor);
    case "pair": return { actors: new Set([selection.pair.a, selection.pair.b]), pairs: new Set([selection.pair]), center: null };
    case "path": {
      const { from, to } = selection;
      const hops = from && to ? paths(model, from, to).flat() : [];
      const actors = new Set([from, to, ...hops.flatMap((hop) => [hop.from, hop.to])].filter((actor) => actor !== null));
      const pairs = new Set<Pair>(hops.map((hop) => hop.pair));
      return actors.size ? { actors, pairs, center: null } : null;
    }
  }
}

function sayHowMuch({ model }: App): void {
  const [actors, links] = [model.actors.filter((actor) => actor.isShown).length, model.edges.filter((edge) => edge.weight > 0).length];
  const of = (n: number, all: number, thing: string) => (n === all ? count(n, thing) : `${n.toLocaleString("en")} of ${count(all, thing)}`);
  byId("status").textContent = `${of(actors, model.actors.length, "actor")}, ${of(links, model.edges.length, "link")}`;
  byId("empty").hidden = actors > 0;
}

function toggleFilters(picture: Picture | null): void {
  const isOpen = !document.body.classList.toggle("unfiltered");
  byId("show-filters").setAttribute("aria-expanded", String(isOpen));
  picture?.resize();
}

function shortcut(event: KeyboardEvent, app: App): void {
  const isTyping = event.target instanceof HTMLInputElement && event.target.type === "text";
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "Escape" && app.selection.kind !== "none") {
    app.select({ kind: "none" });
  }
}

function remember(selection: Selection): void {
  history.replaceState(null, "", address(selection));
}

/** #country:IRN, #country:IRN/country:ISR for a link, #path/country:IRN/country:ISR. */
function address(selection: Selection): string {
  const hash = (...parts: string[]) => "#" + parts.map(encodeURIComponent).join("/").replaceAll("%3A", ":");
  switch (selection.kind) {
    case "none": return location.pathname + location.search;
    case "actor": return hash(selection.actor.id);
    case "pair": return hash(selection.pair.a.id, selection.pair.b.id);
    case "path": return hash("path", ...[selection.from, selection.to].map((actor) => actor?.id ?? ""));
  }
}

function recall(app: App): void {
  const selection = selected(app.model, location.hash.slice(1).split("/").map(decodeURIComponent));
  if (selection) app.select(selection);
}

function selected(graph: Model, [first, ...rest]: string[]): Selection | null {
  const actor = (id?: string) => graph.byId.get(id ?? "") ?? null;
  if (first === "path") return { kind: "path", from: actor(rest[0]), to: actor(rest[1]) };
  const [a, b] = [actor(first), actor(rest[0])];
  const pair = a && b && pairOf(a, b);
  if (pair) return { kind: "pair", pair };
  return a ? { kind: "actor", actor: a } : null;
}

function note(...parts: (Node | string)[]): void {
  byId("note").replaceChildren(...parts);
  byId("note").hidden = false;
}

function nothing(title: string, text: string): void {
  byId("empty").replaceChildren(el("h2", {}, title), el("p", {}, text));
  byId("empty").hidden = false;
  document.documentElement.dataset.ready = "";
}

start().catch((error: Error) => {
  console.error(error);
  nothing("The graph cannot be shown", error.message);
});
