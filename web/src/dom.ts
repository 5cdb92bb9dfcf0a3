// Elements from values. Text goes in as text nodes only: nothing here parses markup.

type Child = Node | string | null | undefined | false;
type Props = Record<string, unknown>;

/** An element with properties (`on...` are listeners, `aria-...`, `role` and other hyphenated names attributes). */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K, props: Props = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value as EventListener);
    else if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, String(value));
    else (element as unknown as Props)[name] = value;
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** A name from an article: in its own direction, cut where it would fill the page. */
export function name(text: string): HTMLElement {
  const shown = shorten(text);
  return el("bdi", shown === text ? {} : { title: text.slice(0, 1000) }, shown);
}

const LONGEST = 80;

export function shorten(text: string, longest = LONGEST): string {
  const visible = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/g, " ").trim();
  const characters = visible.length > longest ? [...visible.slice(0, 4 * longest)] : [];
  return characters.length > longest ? characters.slice(0, longest - 1).join("") + "…" : visible;
}

/** A small sample of a colour; what it means stands beside it in words. */
export function swatch(color: string, shape: "dot" | "line"): HTMLElement {
  const mark = el("span", { className: `swatch ${shape}`, "aria-hidden": "true" });
  mark.style.background = color;
  return mark;
}
