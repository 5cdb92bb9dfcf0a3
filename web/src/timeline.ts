// The time slider: bars tell how much was stated when, two handles choose from when to when.

import type { App } from "./app";
import { type Step, date, firstDay, inWords, lastDay, number, stepFor } from "./dates";
import { byId, el } from "./dom";

const SVG = "http://www.w3.org/2000/svg";

/** Bars drawn at most; of longer times several steps share one. */
const BARS = 120;

/** Builds the slider; the function that it gives brings it in line with the filter. */
export function timeline(app: App): () => void {
  const dates = app.model.edges.flatMap((edge) => edge.statements).map((statement) => statement.article.date);
  const dated = dates.filter((date) => date !== null).map(firstDay).sort();
  const place = byId("timeline");
  if (!dated.length || dated[0] === dated.at(-1)) {
    place.hidden = true;
    return () => {};
  }
  const step = stepFor(dated[0], dated.at(-1)!);
  const [min, max] = [number(dated[0], step), number(dated.at(-1)!, step)];
  const chart = bars(dated.map((day) => number(day, step)), min, max);
  const output = el("output", { id: "range" });
  const handle = (id: string, label: string) => el("input", { type: "range", id, min: String(min), max: String(max), step: "1", "aria-label": label });
  const [since, until] = [handle("since", "From"), handle("until", "To")];
  const undated = dates.length - dated.length;

  const draw = () => {
    const [from, to] = [Number(since.value), Number(until.value)];
    const [first, last] = [inWords(date(from, step)), inWords(date(to, step))];
    since.setAttribute("aria-valuetext", first);
    until.setAttribute("aria-valuetext", last);
    const isAll = from === min && to === max;
    output.textContent = `${first === last ? first : `${first} – ${last}`}${undated && !isAll ? `, ${undated.toLocaleString("en")} undated left out` : ""}`;
    for (const bar of chart.children) bar.classList.toggle("out", Number(bar.getAttribute("data-to")) < from || Number(bar.getAttribute("data-from")) > to);
  };
  const changed = (moved: HTMLInputElement) => {
    // A handle that meets the other stays there.
    if (Number(since.value) > Number(until.value)) moved.value = moved === since ? until.value : since.value;
    const [from, to] = [Number(since.value), Number(until.value)];
    app.model.filter.since = from === min && to === max ? null : firstDay(date(from, step));
    app.model.filter.until = from === min && to === max ? null : end(to, step);
    app.refilter();
  };
  since.addEventListener("input", () => changed(since));
  until.addEventListener("input", () => changed(until));
  place.append(el("div", { className: "label" }, el("span", {}, "When"), output), el("div", { className: "slider" }, chart as unknown as Node, since, until));
  return () => {
    const { filter } = app.model;
    since.value = String(filter.since === null ? min : number(filter.since, step));
    until.value = String(filter.until === null ? max : number(filter.until, step));
    draw();
  };
}

function end(to: number, step: Step): string {
  return lastDay(date(to, step));
}

function bars(numbers: number[], min: number, max: number): SVGElement {
  const width = Math.ceil((max - min + 1) / BARS);
  const n = Math.ceil((max - min + 1) / width);
  const heights = new Array<number>(n).fill(0);
  for (const number of numbers) heights[Math.floor((number - min) / width)]++;
  const highest = Math.max(...heights);
  const svg = document.createElementNS(SVG, "svg");
  const set = (element: Element, attributes: Record<string, string | number>) =>
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, String(value)));
  set(svg, { viewBox: `0 0 ${n} 100`, preserveAspectRatio: "none", "aria-hidden": "true" });
  heights.forEach((height, index) => {
    if (!height) return;
    const bar = document.createElementNS(SVG, "rect");
    // Square roots keep a quiet year beside a loud one in sight.
    const tall = 8 + 92 * Math.sqrt(height / highest);
    set(bar, { x: index + 0.08, width: 0.84, y: 100 - tall, height: tall, "data-from": min + index * width, "data-to": min + (index + 1) * width - 1 });
    svg.append(bar);
  });
  return svg;
}
