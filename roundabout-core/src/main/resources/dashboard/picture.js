// The roundabout: streams come in from the left, joins and computes stand in the circle, outputs lead out. On a narrow page the same
// from top to bottom. Roads are drawn as SVG; what stands at them are buttons, so that a keyboard reaches them.

import {el, keyed, say, svg} from "./dom.js";

const BOX = 46;
const GAP = 10;
const NARROW = 700;
const EDGE = 14;

export class Picture {
  #host;
  #open;
  #roads = svg("svg", {"aria-hidden": "true"});
  #nodes = el("div");
  #drawn = "";
  #model = {streams: [], rules: [], outputs: [], roads: []};

  /** Draws into `host`; `open` hears of a node that is pressed. */
  constructor(host, open) {
    this.#host = host;
    this.#open = open;
    host.append(this.#roads, this.#nodes);
    new ResizeObserver(() => this.show(this.#model)).observe(host);
  }

  /**
   * Shows streams, rules (joins and computes) and outputs, each {id, kind, name, line, mark, moving, says}, and roads {from, to}
   * between their ids.
   */
  show(model) {
    this.#model = model;
    const width = this.#host.clientWidth;
    if (width === 0) {
      return;
    }
    const all = [...model.streams, ...model.rules, ...model.outputs];
    const shape = JSON.stringify([width, all.map((node) => node.id), model.roads]);
    keyed(this.#nodes, all, (node) => node.id, (node) => this.#make(node), update);
    if (shape !== this.#drawn) {
      this.#drawn = shape;
      this.#place(width < NARROW ? narrow(model, width) : wide(model, width));
    }
    const moving = new Set(all.filter((node) => node.moving).map((node) => node.id));
    for (const road of this.#roads.querySelectorAll(".road")) {
      road.classList.toggle("moving", moving.has(road.dataset.by));
    }
    this.#roads.querySelector(".lane")?.classList.toggle("moving", moving.size > 0);
  }

  #make(node) {
    const light = (on) => () => this.#light(node.id, on);
    return el(
      "button",
      {
        type: "button",
        class: `node ${node.kind}`,
        onclick: () => this.#open(node.id),
        onpointerenter: light(true),
        onpointerleave: light(false),
        onfocus: light(true),
        onblur: light(false),
      },
      el("span", {class: "name"}),
      el("span", {class: "rate"}),
      el("span", {class: "line"}),
      el("span", {class: "mark"}),
    );
  }

  #light(id, on) {
    for (const road of this.#roads.querySelectorAll(".road")) {
      road.classList.toggle("lit", on && (road.dataset.from === id || road.dataset.to === id));
    }
  }

  #place({height, places, ring, paths}) {
    const width = this.#host.clientWidth;
    this.#host.style.height = `${height}px`;
    this.#roads.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#roads.setAttribute("width", width);
    this.#roads.setAttribute("height", height);
    const circle = {x: ring.x - ring.w, y: ring.y - ring.h, width: 2 * ring.w, height: 2 * ring.h, rx: Math.min(ring.w, ring.h)};
    this.#roads.replaceChildren(
      svg("rect", {class: "ring", ...circle}),
      svg("rect", {class: "lane", ...circle}),
      ...this.#model.roads.map((road, i) =>
        svg("path", {class: "road", d: paths[i], "data-from": road.from, "data-to": road.to, "data-by": road.by ?? road.from}),
      ),
    );
    for (const node of this.#nodes.children) {
      const place = places.get(node.key);
      node.style.left = `${place.x}px`;
      node.style.top = `${place.y - BOX / 2}px`;
      node.style.width = `${place.w}px`;
    }
  }
}

function update(element, node) {
  const [name, rate, line, mark] = element.children;
  say(name, node.name);
  say(rate, node.rate ?? "");
  say(line, node.line);
  say(mark, node.mark ?? "");
  element.classList.toggle("trouble", Boolean(node.mark));
  element.title = node.name;
  element.setAttribute("aria-label", node.says);
}

/** Half the width and height of the ring around so many boxes. */
function ringAround(boxes, width, roomiest) {
  const stack = Math.max(0, boxes * (BOX + GAP) - GAP) / 2;
  const radius = Math.max(84, Math.hypot(width / 2, stack) + 30);
  return radius <= roomiest && boxes <= 5
    ? {w: radius, h: radius}
    : {w: Math.min(roomiest, width / 2 + 44), h: stack + 70};
}

function column(nodes, x, w, middle, places) {
  const top = middle - (nodes.length * (BOX + GAP) - GAP) / 2;
  nodes.forEach((node, i) => places.set(node.id, {x, w, y: top + i * (BOX + GAP) + BOX / 2}));
}

/** From left to right. */
function wide(model, width) {
  const side = Math.min(270, Math.max(190, width * 0.24));
  const rule = Math.min(230, Math.max(170, width * 0.2));
  const ring = ringAround(model.rules.length, rule, (width - 2 * side) / 2 - 40);
  const rows = Math.max(model.streams.length, model.outputs.length);
  const height = Math.max(rows * (BOX + GAP) - GAP, 2 * ring.h + 2 * EDGE) + 2 * EDGE;
  const places = new Map();
  Object.assign(ring, {x: width / 2, y: height / 2});
  column(model.streams, 0, side, ring.y, places);
  column(model.rules, ring.x - rule / 2, rule, ring.y, places);
  column(model.outputs, width - side, side, ring.y, places);
  const paths = model.roads.map((road, i) => across(places.get(road.from), places.get(road.to), ring, road, i));
  return {height, places, ring, paths};
}

function across(from, to, ring, road, i) {
  const [x1, y1, y2] = [from.x + from.w, from.y, to.y];
  if (road.kind === "within") {
    return `M ${x1} ${y1} C ${x1 + 34} ${y1}, ${x1 + 34} ${y2}, ${x1} ${y2}`;
  }
  if (road.kind === "through") {
    const over = (y1 + y2) / 2 < ring.y - 1 || ((y1 + y2) / 2 <= ring.y + 1 && i % 2 === 0);
    const y = ring.y + (over ? -ring.h : ring.h);
    const bend = (ring.x - x1) / 2;
    return `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${ring.x - ring.w} ${y}, ${ring.x} ${y}`
      + ` C ${ring.x + ring.w} ${y}, ${to.x - bend} ${y2}, ${to.x} ${y2}`;
  }
  const bend = (to.x - x1) / 2;
  return `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${to.x - bend} ${y2}, ${to.x} ${y2}`;
}

/** From top to bottom: in by the left edge, out by the right one. */
function narrow(model, width) {
  const side = width - 2 * EDGE - 8;
  const rule = Math.min(190, width - 120);
  const ring = ringAround(model.rules.length, rule, width / 2 - EDGE - 12);
  const tall = (nodes) => nodes.length * (BOX + GAP);
  const places = new Map();
  ring.x = width / 2;
  ring.y = tall(model.streams) + ring.h + 24;
  const height = ring.y + ring.h + 24 + tall(model.outputs);
  column(model.streams, (width - side) / 2, side, tall(model.streams) / 2, places);
  column(model.rules, ring.x - rule / 2, rule, ring.y, places);
  column(model.outputs, (width - side) / 2, side, height - tall(model.outputs) / 2, places);
  const paths = model.roads.map((road) => down(places.get(road.from), places.get(road.to), ring, road, width));
  return {height, places, ring, paths};
}

function down(from, to, ring, road, width) {
  const left = 5;
  const right = width - 5;
  if (road.kind === "within") {
    return across(from, to, ring, road, 0);
  }
  if (road.kind === "in") {
    return `M ${from.x} ${from.y} H ${left + 8} Q ${left} ${from.y} ${left} ${from.y + 8}`
      + ` V ${to.y - 8} Q ${left} ${to.y} ${left + 8} ${to.y} H ${to.x}`;
  }
  const out = `H ${right - 8} Q ${right} ${road.kind === "out" ? from.y : ring.y} ${right}`
    + ` ${(road.kind === "out" ? from.y : ring.y) + 8} V ${to.y - 8} Q ${right} ${to.y} ${right - 8} ${to.y} H ${to.x + to.w}`;
  return road.kind === "out"
    ? `M ${from.x + from.w} ${from.y} ${out}`
    : `M ${from.x} ${from.y} H ${left + 8} Q ${left} ${from.y} ${left} ${from.y + 8} V ${ring.y - 8}`
      + ` Q ${left} ${ring.y} ${left + 8} ${ring.y} H ${ring.x - ring.w}`
      + ` A ${ring.w} ${ring.h} 0 0 0 ${ring.x + ring.w} ${ring.y} ${out}`;
}
