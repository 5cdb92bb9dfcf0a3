// Light and dark: as the system has it until the reader chooses.

import { byId } from "./dom";

const system = matchMedia("(prefers-color-scheme: dark)");

export function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : system.matches;
}

/** Wires the button; `changed` runs whenever light and dark change places. */
export function theme(changed: () => void): void {
  const button = byId("theme");
  const update = () => {
    button.setAttribute("aria-pressed", String(isDark()));
    changed();
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    update();
  });
  system.addEventListener("change", update);
  button.setAttribute("aria-pressed", String(isDark()));
}

/** A colour of the style sheet, as #rrggbb. */
export function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** A colour with a share of another in it, both #rrggbb. */
export function mix(a: string, b: string, share: number): string {
  const parts = (hex: string) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const [from, to] = [parts(a), parts(b)];
  return "#" + from.map((part, i) => Math.round(part + (to[i] - part) * share).toString(16).padStart(2, "0")).join("");
}

export function toneColor(tone: { color: string; on_dark: string }): string {
  return isDark() ? tone.on_dark : tone.color;
}
