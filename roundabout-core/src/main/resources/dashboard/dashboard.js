// The page: listens to the hub, and shows what it says.

import {explain, compute, peek, redrive, stream} from "./dialogs.js";
import {age, brief, count, el, keyed, moment, rate, say} from "./dom.js";
import {ask, Line, named} from "./hub.js";
import {Meters} from "./meters.js";
import {deadLetters, History, isEmpty, level, picture} from "./model.js";
import {Picture} from "./picture.js";
import {Plot} from "./plots.js";

const LOOK_MILLIS = 10_000;
const MOST_WAITING = 12;
const VEHICLES_MILLIS = 5_000;
const MOST_CONNECTED = 30;

const at = (id) => document.getElementById(id);
const history = new History();
const meters = new Meters();
const drawing = new Picture(at("picture"), open);
const plots = {
  in: new Plot("In", "messages that streams took, a second", rate),
  out: new Plot("Out", "messages that vehicles settled, a second", rate),
  delivery: new Plot("Latency", "from the entrance to a link that collects, of 99 in 100 deliveries", brief),
  level: new Plot("Held and waiting", "messages held by joins or waiting to be collected", count),
};
at("plots").append(...Object.values(plots).map((plot) => plot.element));

let overview = null;
let all = false;
/** What was looked at in the hub's state: by hand, or because it changed. */
const looked = {ages: new Map(), waiting: null, of: "", millis: -LOOK_MILLIS, busy: false};
const dead = new Map();
const vehicles = {told: null, busy: false, millis: -VEHICLES_MILLIS};

new Line(onOverview, onLost).open();
at("all").addEventListener("click", () => {
  all = !all;
  show();
});
at("waiting-again").addEventListener("click", () => look(true));
at("explain").addEventListener("submit", (event) => {
  event.preventDefault();
  explain(at("explain-join").value, at("explain-key").value);
});

function onOverview(news) {
  const restarted = overview !== null && overview.since !== news.since;
  if (at("banner").dataset.lost === "true" || restarted) {
    banner("", false);
    looked.of = "";
    meters.again();
  }
  overview = news;
  history.add(news);
  line("live", restarted ? `back since ${moment(news.since)}` : "live");
  plots.in.add(history.total("in"));
  plots.out.add(history.total("out"));
  plots.delivery.add(meters.delivery?.most, meters.delivery && `half in ${brief(meters.delivery.half)}`);
  plots.level.add(level(news));
  show();
  look(false);
  lookAtDead();
  lookAtVehicles();
  meters.read();
}

function onLost() {
  line("lost", "not connected");
  const seen = overview === null ? "" : ` What you see is from ${moment(overview.time)}.`;
  banner(`The hub does not answer.${seen} Trying again…`, true);
  Object.values(plots).forEach((plot) => plot.add(null));
}

function banner(text, lost) {
  at("banner").dataset.lost = String(lost);
  document.body.classList.toggle("lost", lost);
  say(at("banner"), text);
}

function line(state, text) {
  at("line").className = state;
  say(at("line-text"), text);
}

function show() {
  const {status, hub, since} = overview;
  say(at("hub"), `${status.state} · hub ${hub} · turn ${count(status.epoch)} · since ${moment(since)}`);
  showAttention();
  showPicture();
  showWaiting();
  showDead();
  showExpected();
}

function showAttention() {
  const dead = deadLetters(overview);
  const letters = dead.length === 0 ? [] : [{
    text: `Dead letters: ${dead.map((it) => `${count(it.waiting)} of ${it.name}`).join(", ")}`,
    link: "#dead-title",
  }];
  const state = overview.status.state === "ready" ? [] : [{text: `The hub is ${overview.status.state}.`}];
  const items = [...state, ...overview.status.notices.map((text) => ({text})), ...letters];
  document.title = items.length > 0 ? `(${items.length}) roundabout` : "roundabout";
  document.body.classList.add("told");
  at("attention").classList.toggle("calm", items.length === 0);
  keyed(
    at("attention"),
    items.length > 0 ? items : [{text: "Nothing needs attention: no notices, nothing overdue, no dead letters."}],
    (item) => item.text,
    (item) => el("p", {}, item.link ? el("a", {href: item.link}, item.text) : item.text),
    () => {},
  );
}

function showPicture() {
  const empty = isEmpty(overview);
  at("picture").hidden = empty;
  at("first").hidden = !empty && overview.status.streams.length > 0;
  if (!at("first").hidden) {
    showFirst(empty);
  }
  if (empty) {
    return;
  }
  const model = picture(overview, history, new Map([...meters.ages, ...looked.ages]), all);
  at("all").hidden = model.more === 0 && !all;
  say(at("all"), all ? "Show fewer" : `Show ${model.more} more`);
  drawing.show(model);
}

/** Says the first command to try. */
function showFirst(empty) {
  const [, host, port] = /^(.*):(\d+)$/.exec(overview.doors.entrance);
  const where = `${host === "0.0.0.0" || host.includes(":") ? location.hostname : host} ${port}`;
  const name = overview.topology.streams[0] ?? "default";
  const command = empty
    ? `echo '{"hello":"world"}' | nc -N ${where}`
    : `{ echo '!stream ${name}'; cat ${name}.jsonl; } | nc -N ${where}`;
  const first = [{command}];
  keyed(at("first"), first, (it) => it.command, () => el(
    "div",
    {},
    el("p", {}, empty ? "Nothing has come yet. Leave a first message, from any terminal of this machine:"
      : "No message has come yet. Push to a stream with whatever opens a socket:"),
    el("pre", {tabindex: "0", "aria-label": "command"}, command),
    empty && el("p", {class: "muted"}, "It appears here as the mailbox “default”. Then collect it: ",
      el("code", {}, "bin/roundabout collect default")),
  ), () => {});
}

function open(id) {
  const [kind, name] = [id[0], id.slice(2)];
  if (kind === "s") {
    stream(name, overview.status.streams.find((it) => it.name === name));
  } else if (kind === "o") {
    peek(name);
  } else if (overview.topology.joins.some((it) => it.name === name)) {
    at("explain-join").value = name;
    at("waiting-title").scrollIntoView({block: "nearest"});
    at("explain-key").focus();
  } else {
    compute(overview.status.computes.find((it) => it.name === name));
  }
}

/** Looks into the hub's state if what is held changed, at most every ten seconds and only while somebody sees the page. */
async function look(now) {
  const of = JSON.stringify([
    overview.status.streams.map((it) => [it.name, it.held, it.used]),
    overview.status.outputs.map((it) => [it.name, it.waiting, it.accepted]),
    overview.topology,
  ]);
  const due = of !== looked.of && performance.now() - looked.millis >= LOOK_MILLIS && !document.hidden;
  if (looked.busy || !(now || due)) {
    return;
  }
  Object.assign(looked, {busy: true, of, millis: performance.now()});
  try {
    await lookAtAll();
  } catch {
    looked.of = "";
  } finally {
    looked.busy = false;
  }
  show();
}

async function lookAtAll() {
  const ages = new Map();
  const oldest = (id, iso) => ages.set(id, Math.min(Date.parse(iso), ages.get(id) ?? Infinity));
  if (overview.topology.joins.length > 0) {
    looked.waiting = await ask(`waiting?n=${MOST_WAITING}`);
    for (const join of looked.waiting.joins) {
      for (const group of join.groups) {
        oldest(`r:${join.join}`, group.since);
      }
    }
  }
  looked.ages = ages;
}

function showWaiting() {
  const joins = overview.topology.joins.map((it) => it.name);
  keyed(at("explain-join"), joins, (name) => name, (name) => el("option", {value: name}, name), () => {});
  at("explain").hidden = joins.length === 0;
  at("waiting-again").hidden = joins.length === 0;
  const groups = (looked.waiting?.joins ?? [])
    .filter((join) => joins.includes(join.join))
    .flatMap((join) => join.groups.map((group) => ({join: join.join, ...group})))
    .sort((one, other) => Date.parse(one.since) - Date.parse(other.since))
    .slice(0, MOST_WAITING);
  const partly = (looked.waiting?.joins ?? []).filter((join) => !join.whole);
  const notes = [
    joins.length === 0 ? "The rules have no join, so nothing waits for anything." : "",
    joins.length > 0 && looked.waiting === null ? "Asking the hub…" : "",
    joins.length > 0 && looked.waiting !== null && groups.length === 0 ? "No key waits for anything." : "",
    ...partly.map((join) => `Of ${join.join} only ${count(join.lookedAt)} groups were looked at; an older one may wait.`),
  ].filter(Boolean);
  rows(at("waiting"), ["key", "join", "has", "misses", "for", "ends"], groups, (it) => `${it.join} ${it.key}`, (it) => [
    () => el("button", {type: "button", class: "key", onclick: () => explain(it.join, it.key)}, it.key),
    it.join,
    Object.entries(it.held).map(([name, held]) => (held === 1 ? name : `${count(held)} ${name}`)).join(", "),
    it.missing.join(", ") || "–",
    age((Date.parse(overview.time) - Date.parse(it.since)) / 1_000),
    it.deadline === null ? "–" : `in ${age((Date.parse(it.deadline) - Date.parse(overview.time)) / 1_000)}`,
  ], notes);
}

/** Asks for the reasons of dead letters where their number changed. */
function lookAtDead() {
  for (const {name, waiting} of deadLetters(overview)) {
    const known = dead.get(name) ?? {waiting: 0, millis: -LOOK_MILLIS, reasons: {}, first: null};
    if (known.waiting === waiting || performance.now() - known.millis < LOOK_MILLIS / 2 || document.hidden) {
      continue;
    }
    dead.set(name, {...known, millis: performance.now()});
    ask(`dead/${named(name)}?n=1`).then((view) => {
      dead.set(name, {waiting, millis: performance.now(), reasons: view.reasons, first: view.messages[0] ?? null});
      showDead();
    }).catch(() => {});
  }
}

function showDead() {
  const letters = deadLetters(overview);
  rows(at("dead"), ["of", "letters", "reason", "first says", "do"], letters, (it) => it.name, (it) => {
    const known = dead.get(it.name);
    return [
      it.name,
      count(it.waiting),
      Object.entries(known?.reasons ?? {}).map(([reason, number]) => `${reason} ${count(number)}`).join(", ") || "…",
      known?.first?.properties.detail ?? "–",
      () => el(
        "span",
        {class: "buttons"},
        el("button", {type: "button", "aria-label": `Look at the dead letters of ${it.name}`, onclick: () => peek(`dead/${it.name}`)}, "Look"),
        el("button", {type: "button", "aria-label": `Send the dead letters of ${it.name} back`,
          onclick: () => redrive(it.name, dead.get(it.name)?.reasons ?? {})}, "Send back…"),
      ),
    ];
  }, letters.length === 0 ? ["There are none."] : []);
}

function showExpected() {
  rows(at("expected"), ["stream", "expected", "last came", "state"], overview.expected, (it) => it.stream, (it) => [
    it.stream,
    it.expects,
    it.last === null ? "not yet" : moment(it.last),
    it.overdue === null ? "on time" : `overdue since ${moment(it.overdue)}`,
  ], overview.expected.length === 0 ? ["No stream says when messages are expected (expect: in the pipeline file)."] : []);
  for (const row of at("expected").querySelectorAll("tbody tr")) {
    row.classList.toggle("trouble", row.lastChild.textContent.startsWith("overdue"));
  }
}

/** Asks who is connected, every few seconds while somebody sees the page. */
async function lookAtVehicles() {
  if (vehicles.busy || document.hidden || performance.now() - vehicles.millis < VEHICLES_MILLIS) {
    return;
  }
  Object.assign(vehicles, {busy: true, millis: performance.now()});
  try {
    vehicles.told = await ask("vehicles");
  } catch {
    // What is seen stays until it answers.
  } finally {
    vehicles.busy = false;
  }
  showVehicles();
}

/** Shows who pushes lines, and who has AMQP links. */
function showVehicles() {
  const [sessions, links] = [vehicles.told?.sessions ?? [], vehicles.told?.links ?? []];
  const more = Math.max(0, sessions.length - MOST_CONNECTED) + Math.max(0, links.length - MOST_CONNECTED);
  const nobody = vehicles.told && sessions.length + links.length === 0;
  rows(at("sessions"), ["vehicle", "pushes to", "messages", "undecided", "quiet for", "held back"],
    sessions.slice(0, MOST_CONNECTED), (it) => `${it.peer} ${it.session}`, (it) => [
      it.vehicle || it.peer,
      it.stream || "–",
      count(it.messages),
      count(it.undecided),
      age(it.quietMillis / 1_000),
      it.held || "no",
    ], []);
  rows(at("links"), ["vehicle", "does", "address", "asks for", "unsettled"],
    links.slice(0, MOST_CONNECTED), (it) => `${it.peer} ${it.direction} ${it.link}`, (it) => [
      it.vehicle || it.peer,
      it.direction,
      it.address,
      count(it.credit),
      count(it.unsettled),
    ], [
      nobody ? "Nobody is connected." : "",
      more > 0 ? `And ${count(more)} more.` : "",
    ].filter(Boolean));
}

/**
 * Shows things as rows of a table, and notes below it. `cells` gives the cells of a thing: texts, which are brought up to date, or
 * functions that make an element once.
 */
function rows(parent, heads, things, keyOf, cells, notes) {
  let table = parent.querySelector("table");
  if (table === null) {
    table = el(
      "table",
      {},
      el("thead", {}, el("tr", {}, heads.map((head) => el("th", {scope: "col"}, head)))),
      el("tbody"),
    );
    parent.append(table, el("div", {class: "notes"}));
  }
  table.hidden = things.length === 0;
  const make = (thing) => el("tr", {}, cells(thing).map((cell, i) =>
    el("td", {"data-label": heads[i]}, typeof cell === "function" ? cell() : null)));
  keyed(table.tBodies[0], things, keyOf, make, (row, thing) => {
    cells(thing).forEach((cell, i) => {
      if (typeof cell !== "function") {
        say(row.children[i], cell);
      }
    });
  });
  keyed(parent.lastChild, notes, (note) => note, (note) => el("p", {class: "muted"}, note), () => {});
}
