// Turns what the hub says once a second into what the page shows.

import {age, count, many, rate} from "./dom.js";

const SPAN_MILLIS = 5_000;
const MOST_NODES = 12;
const DEAD = "dead/";

/** The hub's counts over the last seconds, for rates. */
export class History {
  #kept = [];

  /** Adds an overview; forgets all before it if it is of another start of the hub. */
  add(overview) {
    if (this.#kept.length > 0 && this.#kept[0].since !== overview.since) {
      this.#kept = [];
    }
    const counts = new Map();
    overview.status.streams.forEach((it) => counts.set(`in ${it.name}`, it.in));
    overview.status.outputs.forEach((it) => {
      counts.set(`made ${it.name}`, it.made);
      counts.set(`out ${it.name}`, it.accepted);
    });
    this.#kept.push({since: overview.since, millis: Date.parse(overview.time), counts});
    while (this.#kept.length > 2 && this.#kept.at(-1).millis - this.#kept[1].millis >= SPAN_MILLIS) {
      this.#kept.shift();
    }
  }

  /** Messages a second over the last seconds, such as of "in orders". */
  rate(what) {
    return between(this.#kept[0], this.#kept.at(-1), (counts) => counts.get(what) ?? 0);
  }

  /** Messages a second, in all, over the last three events; null where there are none. `kind` is "in" or "out". */
  total(kind) {
    const sum = (counts) => {
      let all = 0;
      counts.forEach((value, name) => {
        all += name.startsWith(`${kind} `) && !name.startsWith(`${kind} ${DEAD}`) ? value : 0;
      });
      return all;
    };
    return this.#kept.length < 2 ? null : between(this.#kept.at(-Math.min(4, this.#kept.length)), this.#kept.at(-1), sum);
  }
}

function between(before, after, of) {
  const millis = after.millis - before.millis;
  return millis <= 0 ? 0 : Math.max(0, (of(after.counts) - of(before.counts)) * 1_000 / millis);
}

/** The lines of dead letters that are not empty: by the name they are asked for. */
export function deadLetters(overview) {
  return overview.status.outputs
    .filter((it) => it.name.startsWith(DEAD) && it.waiting > 0)
    .map((it) => ({name: it.name.slice(DEAD.length), waiting: it.waiting}));
}

/** How much is held by joins, and waits to be collected. */
export function level(overview) {
  const held = overview.status.streams.reduce((sum, it) => sum + it.held, 0);
  return overview.status.outputs.filter((it) => !it.name.startsWith(DEAD)).reduce((sum, it) => sum + it.waiting, held);
}

/** Whether nothing is declared and nothing ever came. */
export function isEmpty(overview) {
  return overview.topology.streams.length === 0 && overview.status.streams.length === 0
    && overview.status.outputs.length === 0;
}

/**
 * The picture of an overview. `ages` has since when the oldest waits, in milliseconds since 1970, where it is known, by the node's
 * id; `all` is whether to show every node of a large hub.
 */
export function picture(overview, history, ages, all) {
  const parts = new Parts(overview, history, ages);
  const streams = parts.streams();
  const outputs = parts.outputs();
  const rules = parts.rules();
  const more = all ? 0 : [streams, rules, outputs].reduce((sum, it) => sum + Math.max(0, it.length - MOST_NODES), 0);
  const cut = (nodes) => {
    const kept = new Set([...new Set([...nodes.filter((node) => node.mark), ...nodes])].slice(0, MOST_NODES));
    return all ? nodes : nodes.filter((node) => kept.has(node));
  };
  const shown = {streams: cut(streams), rules: cut(rules), outputs: cut(outputs)};
  const ids = new Set([...shown.streams, ...shown.rules, ...shown.outputs].map((node) => node.id));
  return {...shown, roads: parts.roads().filter((road) => ids.has(road.from) && ids.has(road.to)), more};
}

class Parts {
  #millis;
  #status;
  #topology;
  #expected;
  #history;
  #ages;
  #dead;
  #byStream;
  #byOutput;
  #addresses;
  #latest;

  constructor(overview, history, ages) {
    this.#millis = Date.parse(overview.time);
    this.#status = overview.status;
    this.#topology = overview.topology;
    this.#expected = overview.expected;
    this.#history = history;
    this.#ages = ages;
    this.#dead = new Map(deadLetters(overview).map((it) => [it.name, it.waiting]));
    this.#byStream = new Map(overview.status.streams.map((it) => [it.name, it]));
    this.#byOutput = new Map(overview.status.outputs.map((it) => [it.name, it]));
    this.#addresses = this.#outputNodes();
    this.#latest = new Set(
      overview.topology.joins.flatMap((join) => join.inputs).filter((it) => it.mode === "latest").map((it) => it.stream));
  }

  /** Outputs as the rules have them, and those that only the counts know. */
  #outputNodes() {
    const declared = new Map(this.#topology.outputs.map((it) => [it.name, it]));
    const others = [...this.#byOutput.keys(), ...this.#streamNames().filter((it) => !this.#topology.streams.includes(it))]
      .filter((name) => !name.includes("/") && !declared.has(name));
    const undeclared = [...new Set(others)].map((name) => ({name, deliver: "queue", from: [name]}));
    return [...declared.values(), ...undeclared];
  }

  #streamNames() {
    return [...new Set([...this.#topology.streams, ...this.#byStream.keys()])].filter((name) => !name.includes("/"));
  }

  #oldest(id) {
    const since = this.#ages.get(id);
    return since === undefined ? "" : ` · oldest ${age((this.#millis - since) / 1_000)}`;
  }

  #dropped(name) {
    const dead = this.#dead.get(name);
    return dead ? `${count(dead)} dead` : "";
  }

  streams() {
    const isOutput = new Set(this.#addresses.map((it) => it.name));
    return this.#streamNames().map((name) => {
      const counts = this.#byStream.get(name);
      const perSecond = this.#history.rate(`in ${name}`);
      const overdue = this.#expected.some((it) => it.stream === name && it.overdue !== null);
      const mark = [overdue ? "overdue" : "", isOutput.has(name) ? "" : this.#dropped(name)].filter(Boolean).join(" · ");
      // Where several take it each holds its own: they say how much.
      const word = this.#latest.has(name) ? "in force" : "held";
      const held = (counts?.takers.length ?? 0) === 1 ? ` · ${count(counts.held)} ${word}` : "";
      const line = `${count(counts?.in ?? 0)} in${held}`;
      return node("s", "stream", name, line, mark, perSecond);
    });
  }

  rules() {
    const made = (name) => this.#addresses
      .filter((it) => it.from.includes(name))
      .reduce((most, it) => Math.max(most, this.#history.rate(`made ${it.name}`)), 0);
    const isOutput = new Set(this.#addresses.map((it) => it.name));
    const mark = (name) => (isOutput.has(name) ? "" : this.#dropped(name));
    const joins = this.#topology.joins.map((join) => {
      // What is in force waits for nothing; it is told of its stream.
      const held = join.inputs
        .filter((input) => input.mode !== "latest")
        .map((input) => this.#byStream.get(input.stream)?.takers.find((taker) => taker.taker === join.name)?.held ?? 0)
        .reduce((sum, it) => sum + it, 0);
      const line = `${count(held)} held${held > 0 ? this.#oldest(`r:${join.name}`) : ""}`;
      return node("r", "join", join.name, line, mark(join.name), made(join.name));
    });
    const computes = this.#topology.computes.map((compute) => {
      const counts = this.#status.computes.find((it) => it.name === compute.name);
      return node("r", "compute", compute.name, `keeps ${many(counts?.keeps ?? 0, "result")}`, mark(compute.name), made(compute.name));
    });
    return [...joins, ...computes];
  }

  outputs() {
    return this.#addresses.map(({name, deliver}) => {
      const waiting = this.#byOutput.get(name)?.waiting ?? 0;
      const taken = this.#history.rate(`out ${name}`);
      const line = `${count(waiting)} ${deliver === "topic" ? "kept" : "waiting"}${waiting > 0 ? this.#oldest(`o:${name}`) : ""}`;
      return node("o", "output", name, line, this.#dropped(name), taken);
    });
  }

  roads() {
    const rules = new Set([...this.#topology.joins, ...this.#topology.computes].map((it) => it.name));
    const roads = this.#topology.joins.flatMap((join) =>
      join.inputs.map((input) => ({from: `s:${input.stream}`, to: `r:${join.name}`, kind: "in"})),
    );
    for (const {name, from} of this.#topology.computes) {
      roads.push(rules.has(from)
        ? {from: `r:${from}`, to: `r:${name}`, kind: "within"}
        : {from: `s:${from}`, to: `r:${name}`, kind: "in"});
    }
    for (const {name, from} of this.#addresses) {
      for (const feeder of from) {
        roads.push(rules.has(feeder)
          ? {from: `r:${feeder}`, to: `o:${name}`, kind: "out"}
          : {from: `s:${feeder}`, to: `o:${name}`, kind: "through"});
      }
    }
    return roads;
  }
}

function node(prefix, kind, name, line, mark, perSecond) {
  const says = [`${kind} ${name}`, line, perSecond > 0 ? rate(perSecond) : "", mark].filter(Boolean).join(", ");
  return {
    id: `${prefix}:${name}`,
    kind,
    name,
    line,
    mark,
    says: says.replaceAll(" · ", ", "),
    rate: perSecond > 0 ? rate(perSecond) : "",
    moving: perSecond > 0,
  };
}
