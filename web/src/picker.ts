// A text field that offers actors while one types (the combobox pattern of the ARIA Authoring Practices).

import { el, name, swatch } from "./dom";
import type { Actor, Model } from "./model";
import { count, fold } from "./words";

const MOST = 12;

let made = 0;

/** Gives the field its list of actors; `choose` gets the one that is picked. */
export function picker(input: HTMLInputElement, model: Model, choose: (actor: Actor) => void): void {
  const list = el("ul", { id: `actors-${++made}`, role: "listbox", hidden: true, "aria-label": "Actors" });
  const status = el("span", { className: "unseen", role: "status" });
  input.after(list, status);
  input.autocomplete = "off";
  input.spellcheck = false;
  for (const [attribute, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    input.setAttribute(attribute, value);
  }
  let found: Actor[] = [];
  let active = -1;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (actor: Actor) => {
    input.value = actor.name.slice(0, 200);
    close();
    choose(actor);
  };
  const mark = (index: number) => {
    active = index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `${list.id}-${index}`);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  };
  const open = () => {
    found = search(model, input.value);
    const isAsked = input.value.trim() !== "";
    list.replaceChildren(...found.map((actor, index) => option(`${list.id}-${index}`, actor, pick)));
    status.textContent = isAsked ? (found.length ? count(found.length, "actor") + " offered" : "No actor has this name") : "";
    if (isAsked && !found.length) list.append(el("li", { className: "nobody", role: "option", "aria-disabled": "true" }, "No actor has this name"));
    list.hidden = list.children.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(isAsked && found.length ? 0 : -1);
  };
  input.addEventListener("input", open);
  input.addEventListener("click", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (found.length) mark((active + step + found.length) % found.length);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      pick(found[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
}

function option(id: string, actor: Actor, pick: (actor: Actor) => void): HTMLElement {
  const onmousedown = (event: Event) => {
    event.preventDefault(); // The field keeps the focus, and its list stays until the choice is made.
    pick(actor);
  };
  return el("li", { id, role: "option", "aria-selected": "false", onmousedown },
    swatch(actor.look.color, "dot"), name(actor.name), el("span", { className: "aside" }, count(actor.articles, "article")));
}

/** Actors with a name, alias or office that begins with the query, then those with it at a word's start, then inside. */
function search(model: Model, query: string): Actor[] {
  const wanted = fold(query.trim());
  const ranked: [number, Actor][] = [];
  for (const actor of model.actors) {
    const rank = Math.min(...actor.folded.map((form, index) => rankOf(form, wanted, index)));
    if (rank < Infinity) ranked.push([rank, actor]);
  }
  ranked.sort(([a, x], [b, y]) => a - b || y.articles - x.articles || (x.id < y.id ? -1 : 1));
  return ranked.slice(0, MOST).map(([, actor]) => actor);
}

function rankOf(form: string, wanted: string, index: number): number {
  if (wanted === "") return index === 0 ? 0 : Infinity;
  const at = form.indexOf(wanted);
  if (at < 0) return Infinity;
  const place = at === 0 ? 0 : /[\p{L}\p{N}]/u.test(form[at - 1]) ? 2 : 1;
  return 2 * place + Math.min(index, 1);
}
