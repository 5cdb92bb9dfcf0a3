// The picture: sigma draws on WebGL, one line for each two actors; the layout comes with the graph.

import Graph from "graphology";
import Sigma from "sigma";
import { EdgeArrowProgram, EdgeDoubleArrowProgram, EdgeLineProgram, EdgeRectangleProgram, NodeCircleProgram, NodePointProgram } from "sigma/rendering";
import { byId, el, shorten } from "./dom";
import { type Actor, type Model, type Pair, other } from "./model";
import { color, isDark, mix } from "./theme";
import { count, verb } from "./words";

/** From this many lines on they are thin and without arrows, which keeps moving smooth on slow machines. */
const MANY = 4_000;

/** How near a click must be to a line, in pixels. */
const REACH = 7;

export interface Events {
  actor(actor: Actor): void;
  pair(pair: Pair): void;
  nothing(): void;
}

/** Dots that are drawn once a frame: sigma draws them a second time, unseen, to find the one under the mouse. */
class Dot extends NodeCircleProgram {
  constructor(gl: WebGLRenderingContext, _unseen: WebGLFramebuffer | null, sigma: Sigma) {
    super(gl, null, sigma);
  }
}

/** The same, cheaper and only up to some size. */
class SmallDot extends NodePointProgram {
  constructor(gl: WebGLRenderingContext, _unseen: WebGLFramebuffer | null, sigma: Sigma) {
    super(gl, null, sigma);
  }
}

/** What stands out: these actors and lines; all others fade. */
export interface Focus {
  actors: Set<Actor>;
  pairs: Set<Pair>;
  /** The one that was asked for. */
  center: Actor | null;
}

export class Picture {
  private readonly sigma: Sigma;
  private readonly graph = new Graph({ type: "directed" });
  private focus: Focus | null = null;
  private hovered: Focus | null = null;
  private readonly isLarge: boolean;
  private paper = "#ffffff";
  private readonly tip = el("p", { className: "tip", hidden: true });
  /** The names of this frame: sigma offers them in the order of places, the largest dots are to have theirs first. */
  private labels: { data: Label; draw: (standing: Box[]) => void }[] = [];

  /** Null where the browser has no WebGL. */
  static make(model: Model, events: Events): Picture | null {
    const context = document.createElement("canvas").getContext("webgl2");
    if (!context) return null;
    context.getExtension("WEBGL_lose_context")?.loseContext();
    return new Picture(model, events);
  }

  private constructor(private readonly model: Model, private readonly events: Events) {
    const isLarge = (this.isLarge = model.pairs.length > MANY);
    const n = model.actors.length;
    const [least, scale] = n > 3_000 ? [1.5, 0.12] : n > 400 ? [2.5, 0.2] : [4, 0.26];
    for (const actor of model.actors) {
      const size = least + (actor.size - 10) * scale;
      this.graph.addNode(actor.index, { x: actor.x, y: -actor.y, size, label: shorten(actor.name, 40) });
    }
    for (const pair of model.pairs) {
      const [from, to, type] = ends(pair);
      this.graph.addEdgeWithKey(`${pair.index}`, from.index, to.index, { type: isLarge ? "thin" : type });
    }
    const container = byId("picture");
    this.sigma = new Sigma(this.graph, container, {
      allowInvalidContainer: true,
      defaultNodeType: isLarge ? "point" : "circle",
      nodeProgramClasses: { circle: Dot, point: SmallDot },
      defaultDrawNodeLabel: (context, data, settings) => {
        this.labels.push({ data, draw: (standing) => label(context, data, settings, this.paper, standing) });
      },
      defaultDrawNodeHover: (context, data, settings) => label(context, { ...data, highlighted: true }, settings, this.paper, []),
      edgeProgramClasses: { thin: EdgeLineProgram, line: EdgeRectangleProgram, arrow: EdgeArrowProgram, both: EdgeDoubleArrowProgram },
      edgeReducer: (key, data) => ({ ...data, ...this.line(this.model.pairs[Number(key)]) }),
      labelDensity: 1,
      labelFont: getComputedStyle(document.body).fontFamily,
      labelGridCellSize: 70,
      labelRenderedSizeThreshold: isLarge ? 5 : 4,
      labelSize: 13,
      labelWeight: "500",
      maxCameraRatio: 3,
      minCameraRatio: 0.02,
      nodeReducer: (key, data) => ({ ...data, ...this.dot(this.model.actors[Number(key)], data.size) }),
      stagePadding: 40,
      zIndex: true,
    });
    container.append(this.tip);
    // Sigma would ask the graphics card for the colour of a pixel at every move of the mouse, and wait for it: a quarter
    // of a second for a large graph without a graphics card. The distances to all dots take a millisecond.
    Object.assign(this.sigma, { getNodeAtPosition: (place: { x: number; y: number }) => this.dotAt(place) });
    this.sigma.on("beforeRender", () => (this.labels = []));
    this.sigma.on("afterRender", () => {
      const standing: Box[] = [];
      this.labels.sort((a, b) => b.data.size - a.data.size).forEach(({ draw }) => draw(standing));
    });
    if (isLarge) this.spareSlowMachines();
    this.listen();
    this.recolor();
  }

  /** Draws what passes the filters now. */
  refresh(): void {
    this.sigma.refresh({ skipIndexation: true });
  }

  /** After light and dark changed places. */
  recolor(): void {
    this.paper = color("paper");
    this.sigma.setSetting("labelColor", { color: color("ink") });
    this.refresh();
  }

  resize(): void {
    this.sigma.resize();
    this.sigma.refresh({ skipIndexation: true });
  }

  show(focus: Focus | null): void {
    this.focus = focus;
    this.hovered = null;
    this.refresh();
  }

  /** Brings these actors into view; `covered` is the share of the picture, from below, that something lies on. */
  frame(actors: Iterable<Actor>, covered: number): void {
    const places = [...actors].filter((actor) => actor.isShown).map((actor) => this.sigma.getNodeDisplayData(actor.index)!);
    if (!places.length) return;
    const [xs, ys] = [places.map((place) => place.x), places.map((place) => place.y)];
    const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const ratio = Math.min(1, Math.max(right - left, top - bottom, 0.16) * 1.3);
    this.move({ x: (left + right) / 2, y: (bottom + top) / 2 - (covered / 2) * ratio, ratio });
  }

  zoom(factor: number): void {
    this.move({ ratio: this.sigma.getCamera().ratio * factor });
  }

  pan(x: number, y: number): void {
    const camera = this.sigma.getCamera();
    this.move({ x: camera.x + 0.12 * x * camera.ratio, y: camera.y + 0.12 * y * camera.ratio });
  }

  all(): void {
    this.move({ x: 0.5, y: 0.5, ratio: 1 });
  }

  /** Where an actor is on the screen, for tests and tips. */
  place(actor: Actor): { x: number; y: number } {
    const { left, top } = byId("picture").getBoundingClientRect();
    const { x, y } = this.sigma.graphToViewport(this.graph.getNodeAttributes(actor.index) as { x: number; y: number });
    return { x: x + left, y: y + top };
  }

  private move(state: { x?: number; y?: number; ratio?: number }): void {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.sigma.getCamera().animate(state, { duration: isStill ? 0 : 300 });
  }

  private dot(actor: Actor, size: number) {
    if (!actor.isShown) return { hidden: true };
    const focus = this.hovered ?? this.focus;
    const isLit = !focus || focus.actors.has(actor);
    const isCenter = focus?.center === actor;
    return {
      color: isLit ? actor.look.color : mix(actor.look.color, this.paper, 0.82),
      label: isLit ? shorten(actor.name, 40) : "",
      size: isCenter ? size * 1.25 : size,
      forceLabel: isCenter || (focus !== null && isLit && focus.actors.size < 25),
      highlighted: isCenter,
      zIndex: isCenter ? 2 : isLit ? 1 : 0,
    };
  }

  private line(pair: Pair) {
    if (!pair.isShown) return { hidden: true };
    const focus = this.hovered ?? this.focus;
    const isLit = !focus || focus.pairs.has(pair);
    const tone = isDark() ? pair.tone.on_dark : pair.tone.color;
    return {
      color: mix(tone, this.paper, focus ? (isLit ? 0 : 0.9) : this.isLarge ? 0.7 : 0.3),
      size: (isLit && focus ? 1.9 : 1.2) + 0.7 * Math.log2(pair.weight),
      zIndex: isLit ? 1 : 0,
    };
  }

  /** Where frames take long, lines are left out while things move. */
  private spareSlowMachines(): void {
    let [last, slow] = [0, 0];
    this.sigma.on("beforeRender", () => {
      const now = performance.now();
      const pause = now - last;
      last = now;
      // A longer pause is no frame but rest.
      slow = pause < 40 || pause > 1_000 ? 0 : slow + 1;
      if (slow === 3) this.sigma.setSetting("hideEdgesOnMove", true);
    });
  }

  private listen(): void {
    const { sigma } = this;
    const container = byId("picture");
    let dragged: string | null = null;
    let hasMoved = false;
    sigma.on("downNode", ({ node }) => {
      dragged = node;
      hasMoved = false;
      if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox());
    });
    sigma.on("moveBody", ({ event }) => {
      this.hover(event.x, event.y, ((event.original as MouseEvent).buttons ?? 0) > 0);
      if (dragged === null) return;
      hasMoved = true;
      const { x, y } = sigma.viewportToGraph(event);
      this.graph.mergeNodeAttributes(dragged, { x, y });
      event.preventSigmaDefault();
    });
    const drop = () => (dragged = null);
    sigma.on("upNode", drop);
    sigma.on("upStage", drop);
    sigma.on("clickNode", ({ node }) => {
      if (!hasMoved) this.events.actor(this.model.actors[Number(node)]);
      hasMoved = false;
    });
    sigma.on("clickStage", ({ event }) => {
      const pair = this.pairAt(event.x, event.y);
      if (pair) this.events.pair(pair);
      else this.events.nothing();
    });
    sigma.on("enterNode", ({ node }) => {
      container.style.cursor = "pointer";
      if (!this.focus) {
        this.hovered = around(this.model.actors[Number(node)]);
        this.refresh();
      }
    });
    sigma.on("leaveNode", () => {
      container.style.cursor = "";
      if (this.hovered) {
        this.hovered = null;
        this.refresh();
      }
    });
    container.addEventListener("pointerleave", () => (this.tip.hidden = true));
    container.addEventListener("keydown", (event) => this.key(event));
  }

  private key(event: KeyboardEvent): void {
    const acts: Record<string, () => void> = {
      ArrowLeft: () => this.pan(-1, 0), ArrowRight: () => this.pan(1, 0), ArrowUp: () => this.pan(0, 1), ArrowDown: () => this.pan(0, -1),
      "+": () => this.zoom(0.7), "=": () => this.zoom(0.7), "-": () => this.zoom(1.4), "0": () => this.all(),
    };
    if (!(event.key in acts) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    acts[event.key]();
  }

  /** Says what the line under the pointer is. */
  private hover(x: number, y: number, isDragging: boolean): void {
    const pair = isDragging || this.hovered ? null : this.pairAt(x, y);
    byId("picture").style.cursor = pair || this.hovered ? "pointer" : "";
    this.tip.hidden = !pair;
    if (!pair) return;
    const edge = pair.edges.reduce((best, edge) => (edge.weight > best.weight ? edge : best));
    const rest = pair.edges.filter((edge) => edge.weight > 0).length - 1;
    this.tip.textContent = `${shorten(edge.source.name, 40)} ${verb(edge, edge.source)} ${shorten(edge.target.name, 40)}`
      + ` (${count(edge.weight, "article")})${rest > 0 ? `, ${rest} more` : ""}`;
    this.tip.style.translate = `${Math.min(x + 12, innerWidth - 200)}px ${y + 14}px`;
  }

  /** The dot at a point of the picture. */
  private dotAt(place: { x: number; y: number }): string | null {
    const here = this.sigma.viewportToFramedGraph(place);
    const beside = this.sigma.viewportToFramedGraph({ x: place.x + 1, y: place.y });
    const pixel = Math.hypot(beside.x - here.x, beside.y - here.y);
    let [best, least]: [string | null, number] = [null, 0];
    for (const { index, isShown } of this.model.actors) {
      if (!isShown) continue;
      const dot = this.sigma.getNodeDisplayData(index)!;
      const outside = Math.hypot(dot.x - here.x, dot.y - here.y) / pixel - this.sigma.scaleSize(dot.size) - 2;
      if (outside < least) [best, least] = [`${index}`, outside];
    }
    return best;
  }

  /** The line nearest to a point of the picture, among those within reach. */
  private pairAt(x: number, y: number): Pair | null {
    const here = this.sigma.viewportToGraph({ x, y });
    const beside = this.sigma.viewportToGraph({ x: x + REACH, y });
    const reach = Math.hypot(beside.x - here.x, beside.y - here.y);
    let [best, least]: [Pair | null, number] = [null, reach];
    const focus = this.focus;
    for (const pair of this.model.pairs) {
      if (!pair.isShown || (focus && !focus.pairs.has(pair))) continue;
      const [a, b] = [this.graph.getNodeAttributes(pair.a.index), this.graph.getNodeAttributes(pair.b.index)];
      const distance = fromLine(here.x, here.y, a.x, a.y, b.x, b.y);
      if (distance < least) [best, least] = [pair, distance];
    }
    return best;
  }
}

/** An actor, whom it is linked to, and the lines between. */
export function around(center: Actor): Focus {
  const pairs = new Set(center.pairs.filter((pair) => pair.isShown));
  return { actors: new Set([center, ...[...pairs].map((pair) => other(pair, center))]), pairs, center };
}

/** The line's ends and arrows: which way do its directed relations go? */
function ends(pair: Pair): [Actor, Actor, string] {
  const directed = pair.edges.filter((edge) => !edge.relation.symmetric);
  const [there, back] = [pair.a, pair.b].map((actor) => directed.some((edge) => edge.source === actor));
  if (there && back) return [pair.a, pair.b, "both"];
  if (back) return [pair.b, pair.a, "arrow"];
  return [pair.a, pair.b, there ? "arrow" : "line"];
}

function fromLine(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

interface Label {
  x: number;
  y: number;
  size: number;
  label?: string | null;
  highlighted?: boolean;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface LabelStyle {
  labelSize: number;
  labelFont: string;
  labelWeight: string;
  labelColor: { color?: string };
}

/** A name beside its dot, with a rim of paper around the letters so that lines do not cross them out. A name that would
 * cover one that stands already is left out, unless the reader asked for it. */
function label(context: CanvasRenderingContext2D, data: Label, style: LabelStyle, paper: string, standing: Box[]): void {
  if (!data.label) return;
  const size = style.labelSize + (data.highlighted ? 2 : 0) + Math.min(4, data.size / 6);
  context.font = `${data.highlighted ? "700" : style.labelWeight} ${size}px ${style.labelFont}`;
  const [width, gap] = [context.measureText(data.label).width, data.size + 4];
  // At the right rim there is room on the other side only.
  const isLeft = data.x + gap + width > context.canvas.clientWidth && data.x - gap - width > 0;
  const [x, y] = [isLeft ? data.x - gap - width : data.x + gap, data.y + size / 3];
  const box = { left: x - 3, right: x + width + 3, top: y - size, bottom: y + size / 4 };
  const isCovering = standing.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
  if (isCovering && !data.highlighted) return;
  standing.push(box);
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = paper;
  context.strokeText(data.label, x, y);
  context.fillStyle = style.labelColor.color ?? "#000";
  context.fillText(data.label, x, y);
}
