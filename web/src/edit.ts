// Corrections, where `whom serve --edit` takes them: two actors are one, one is two, a sentence does not say this, undo.
// The token comes in the address that the server printed and stays in this tab. After a correction the page loads anew.

import type { App } from "./app";
import { inWords } from "./dates";
import { el, name, shorten } from "./dom";
import type { Actor, Statement } from "./model";
import { picker } from "./picker";

/** An article as /api/actors/{id}/articles lists it. */
interface Listed {
  id: string;
  fingerprint: string;
  title: string;
  date: string | null;
  outlet: string;
}

/** What the server takes of corrections; each promise fails with the server's words. */
export interface Editor {
  merge(a: Actor, b: Actor): Promise<void>;
  split(actor: Actor, articles: string[], as: string): Promise<void>;
  reject(statement: Statement): Promise<void>;
  undo(): Promise<void>;
  /** The last correction; null where there is none. */
  last(): Promise<string | null>;
  articles(actor: Actor): Promise<Listed[]>;
}

const KEPT = { token: "whom-token", said: "whom-said" };

/** Takes the token out of the address, so that nobody passes it on with a link. */
export function takeToken(): void {
  const token = /^#token=([0-9a-f]+)$/.exec(location.hash)?.[1];
  if (!token) return;
  sessionStorage.setItem(KEPT.token, token);
  history.replaceState(null, "", location.pathname + location.search);
}

/** The server that takes corrections, where the page has its token. */
export function editor(): Editor | null {
  const token = sessionStorage.getItem(KEPT.token);
  if (token === null) return null;
  const send = async (act: string, body: object) => {
    const headers = { "Content-Type": "application/json", "X-Whom-Token": token };
    return answer(await fetch(`api/${act}`, { method: "POST", headers, body: JSON.stringify(body) }));
  };
  return {
    merge: async (a, b) => {
      await send("merge", { a: a.id, b: b.id });
      // One of the two ids is left.
      const { ok } = await fetch(`api/actors/${encodeURIComponent(a.id)}`);
      again(`“${shorten(a.name)}” and “${shorten(b.name)}” are one.`, hash(ok ? a : b));
    },
    split: async (actor, articles, as) => {
      await send("split", { actor: actor.id, articles, as });
      again(`“${shorten(actor.name)}” is split.`, hash(actor));
    },
    reject: async (statement) => {
      await send("reject", { statement: statement.id });
      again("The statement is rejected.", location.hash);
    },
    undo: async () => {
      const { undone } = await send("undo", {});
      again(`Taken back: ${undone}`, location.hash);
    },
    last: async () => (await answer(await fetch("api/corrections?limit=1"))).items[0] ?? null,
    articles: async (actor) => (await answer(await fetch(`api/actors/${encodeURIComponent(actor.id)}/articles?limit=1000`))).items,
  };
}

async function answer(response: Response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error);
  return body;
}

function hash(actor: Actor): string {
  return `#${encodeURIComponent(actor.id).replaceAll("%3A", ":")}`;
}

/** Loads the graph as it is now, with what was done as a note. */
function again(said: string, hash: string): void {
  sessionStorage.setItem(KEPT.said, said);
  history.replaceState(null, "", location.pathname + location.search + hash);
  location.reload();
}

/** What was done just before the page loaded, with the way back. */
export function said(editor: Editor): Node[] | null {
  const text = sessionStorage.getItem(KEPT.said);
  sessionStorage.removeItem(KEPT.said);
  if (text === null) return null;
  return [el("span", {}, text, " "), ...(text.startsWith("Taken back") ? [] : [doing("Undo", () => editor.undo())])];
}

/** A button that does something which may fail; it then says why. */
function doing(label: string, act: () => Promise<void>, props: Record<string, unknown> = {}): HTMLButtonElement {
  const button = el("button", { type: "button", ...props, onclick: async () => {
    button.disabled = true;
    button.parentElement?.querySelector(".failed")?.remove();
    try {
      await act();
    } catch (error) {
      button.disabled = false;
      button.after(el("span", { className: "failed", role: "alert" }, ` ${(error as Error).message}`));
    }
  } }, label);
  return button;
}

/** For the first view: what was corrected last. */
export function corrections(editor: Editor): HTMLElement {
  const place = el("div", { className: "edit" }, el("h3", {}, "Corrections"),
    el("p", { className: "aside" }, "Click an actor to say that it is the same as another or that it is two, a line to reject a sentence that does not say what it is taken for."));
  editor.last().then((last) => {
    if (last !== null) place.append(el("p", {}, el("span", { className: "aside" }, "Last: "), el("code", {}, last)), el("p", { className: "acts" }, doing("Undo the last correction", () => editor.undo())));
  }, () => {});
  return place;
}

/** For an actor: buttons that open what it takes to merge and to split it. */
export function actorEdits(app: App, editor: Editor, actor: Actor): HTMLElement {
  const form = el("div", {});
  const opener = (label: string, make: () => Node[]) => el("button", { type: "button", onclick: () => {
    form.replaceChildren(...make());
    form.querySelector("input")?.focus();
  } }, label);
  return el("div", { className: "edit" },
    el("p", { className: "acts" }, opener("Same as…", () => merging(app, editor, actor)), " ", opener("Two in one…", () => splitting(editor, actor))),
    form);
}

function merging(app: App, editor: Editor, actor: Actor): Node[] {
  const input = el("input", { type: "text", id: "merge-with" });
  const box = el("div", { className: "picker" }, el("label", { for: input.id }, "Which actor is the same?"), input);
  const confirm = el("p", { className: "acts" });
  picker(input, app.model, (other) => {
    confirm.replaceChildren(...(other === actor ? ["That is this actor itself."] : [doing("They are one", () => editor.merge(actor, other), { className: "sure" })]));
  });
  return [box, confirm];
}

function splitting(editor: Editor, actor: Actor): Node[] {
  const list = el("ul", { className: "choices" }, el("li", { className: "aside" }, "Asking for the articles…"));
  const as = el("input", { type: "text", id: "split-as", value: "other", pattern: "[A-Za-z0-9\\-]+" });
  const failed = el("p", { className: "failed", role: "alert" });
  const chosen = () => [...list.querySelectorAll("input")].filter((box) => box.checked).map((box) => box.value);
  const split = doing("Split", () => editor.split(actor, chosen(), as.value), { className: "sure", disabled: true });
  list.addEventListener("change", () => (split.disabled = chosen().length === 0));
  editor.articles(actor).then((articles) => {
    list.replaceChildren(...articles.map(({ id, fingerprint, title, date, outlet }) => el("li", {}, el("label", { className: "check" },
      el("input", { type: "checkbox", value: fingerprint }),
      el("span", {}, name(title || id), " ", el("span", { className: "aside" }, [date && inWords(date), outlet].filter(Boolean).join(", ")))))));
  }, (error: Error) => failed.append(error.message));
  return [
    el("fieldset", {}, el("legend", {}, "In which articles is it somebody else?"), list),
    el("p", {}, el("label", { for: as.id }, "The other is called, in ids "), as),
    el("p", { className: "acts" }, split), failed,
  ];
}

/** For a sentence: the button that rejects it. */
export function rejecting(editor: Editor, statement: Statement): HTMLElement {
  return doing("Does not say this", () => editor.reject(statement), { className: "small" });
}
