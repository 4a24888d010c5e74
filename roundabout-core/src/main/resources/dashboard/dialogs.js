// What opens on a click: why a key has no result, what waits at an address, a stream's counts, and sending dead letters back.

import {age, count, el, many, moment} from "./dom.js";
import {ask, named} from "./hub.js";

const dialog = document.getElementById("dialog");
const title = document.getElementById("dialog-title");
const body = document.getElementById("dialog-body");
const DEAD = "dead/";
const SHOWN = 20;

document.getElementById("dialog-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) {
    dialog.close();
  }
});

/** What is open now: an answer that comes when something else is open is not shown. */
let current = 0;

function open(heading, ...content) {
  current++;
  title.textContent = heading;
  body.replaceChildren(...content);
  if (!dialog.open) {
    dialog.showModal();
  }
  return current;
}

async function show(heading, answer, draw) {
  const mine = open(heading, el("p", {class: "muted"}, "Asking the hub…"));
  let content;
  try {
    content = draw(await answer);
  } catch (problem) {
    content = [el("p", {class: "problem", role: "alert"}, problem.message)];
  }
  if (mine === current) {
    body.replaceChildren(...content.filter(Boolean));
  }
}

function table(caption, heads, rows) {
  return el(
    "table",
    {},
    el("caption", {}, caption),
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", {scope: "col"}, head)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, i) => el("td", {"data-label": heads[i]}, cell))))),
  );
}

function facts(pairs) {
  return el("dl", {class: "facts"}, pairs.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

/** Says why a key of a join has a result or none. */
export function explain(join, key) {
  const path = `explain/${named(join)}?key=${encodeURIComponent(key)}`;
  return show(`Key ${key} in ${join}`, ask(path), (view) => [
    el("p", {class: "answer"}, view.answer),
    view.deadline && el("p", {}, `It ends ${moment(view.deadline)} all the same.`),
    table(
      "What is there of this key",
      ["stream", "taken as", "held", "first came", "it begins"],
      view.inputs.map((it) => [
        it.stream,
        it.mode,
        count(it.waiting),
        it.first ? moment(it.first.arrived) : "–",
        it.first ? el("code", {}, it.first.beginning) : "–",
      ]),
    ),
    el("p", {class: "muted"}, `A result needs ${view.completes}.`),
    view.output.vehicles.length > 0 && table(
      `Who collects at ${view.output.address}`,
      ["vehicle", "link", "asks for", "has unsettled"],
      view.output.vehicles.map((it) => [it.vehicle, it.link, count(it.credit), count(it.unsettled)]),
    ),
    el("p", {}, el("button", {type: "button", onclick: () => explain(join, key)}, "Look again")),
  ]);
}

/** Shows what waits at an address, without taking it. */
export function peek(address) {
  return show(address.startsWith(DEAD) ? `Dead letters of ${address.slice(DEAD.length)}` : `Waiting at ${address}`,
    ask(`peek/${named(address)}?n=${SHOWN}`), (view) => [
      el("p", {}, view.waiting === 0
        ? "Nothing waits here."
        : `${many(view.waiting, "message")} ${view.waiting === 1 ? "waits" : "wait"} here`
          + (view.messages.length < view.waiting ? `; these are the oldest ${view.messages.length}.` : ".")),
      el("ol", {class: "messages"}, view.messages.map(message)),
    ]);
}

function message(it) {
  const text = it.encoding === "json" ? JSON.stringify(it.body) : it.body;
  const reason = it.properties.reason;
  return el(
    "li",
    {},
    el(
      "p",
      {},
      el("strong", {}, it.key ?? "no key"),
      el("span", {class: "muted"}, ` · from ${it.from} · ${age(it.ageSeconds)} old`
        + (it.attempts > 0 ? ` · ${many(it.attempts, "failed delivery").replace("deliverys", "deliveries")}` : "")),
    ),
    reason && el("p", {class: "reason"}, el("strong", {}, reason), it.properties.detail ? `: ${it.properties.detail}` : ""),
    el("pre", {tabindex: "0", "aria-label": "body"}, it.encoding === "base64" ? `(base64) ${text}` : text,
      it.whole ? "" : ` … (${count(it.bytes)} B)`),
  );
}

/** Shows what became of a stream's messages. */
export function stream(name, counts) {
  open(
    `Stream ${name}`,
    counts
      ? facts([
        ["taken in", count(counts.in)],
        ["held", count(counts.held)],
        ["used or passed on", count(counts.used)],
        ["replaced by newer", count(counts.superseded)],
        ["repeated, not taken again", count(counts.duplicates)],
        ["refused", count(counts.refused)],
        ["left out by where", count(counts.filtered)],
      ])
      : el("p", {}, "Nothing has come yet."),
    ...(counts?.takers.length
      ? [table(
        "In each join and compute that takes it",
        ["name", "in", "held", "used", "replaced", "expired", "dropped", "dead"],
        counts.takers.map((it) => [it.taker, it.in, it.held, it.used, it.superseded, it.expired, it.dropped, it.dead]
          .map((cell) => (typeof cell === "number" ? count(cell) : cell))),
      )]
      : []),
  );
}

/** Shows a compute. */
export function compute(counts) {
  open(`Compute ${counts.name}`, facts([
    ["fed by", counts.from],
    ["messages in", count(counts.in)],
    ["added up", count(counts.used)],
    ["dead letters", count(counts.dead)],
    ["results it goes on with", count(counts.keeps)],
  ]));
}

/** Asks whether to send dead letters back, says what that would do, and does it. */
export function redrive(name, reasons) {
  const result = el("div", {role: "status"});
  const choice = el("select", {name: "reason"}, el("option", {value: ""}, "all reasons"),
    Object.entries(reasons).map(([reason, letters]) => el("option", {value: reason}, `${reason} (${count(letters)})`)));
  const go = el("button", {type: "button", class: "danger"}, "Send back");
  const mine = open(
    `Send dead letters of ${name} back?`,
    el("p", {}, "They go where they came from, and are judged again by the rules of now. What would fail for the same reason stays."),
    el("p", {}, el("label", {}, "Which: ", choice)),
    result,
    el("p", {class: "actions"}, go, el("button", {type: "button", onclick: () => dialog.close()}, "Leave them")),
  );
  const isCurrent = () => mine === current && dialog.open;
  const preview = async () => {
    go.disabled = true;
    const told = await drive(name, choice.value, true, isCurrent).catch((problem) => problem);
    if (isCurrent()) {
      result.replaceChildren(...outcome(told, "would go", "would stay"));
      go.disabled = told instanceof Error || told.sent.size === 0;
    }
  };
  choice.addEventListener("change", preview);
  go.addEventListener("click", async () => {
    go.disabled = true;
    choice.disabled = true;
    result.replaceChildren(el("p", {class: "muted"}, "Sending back…"));
    const told = await drive(name, choice.value, false, isCurrent).catch((problem) => problem);
    if (isCurrent()) {
      result.replaceChildren(...outcome(told, "went", "stay"));
      dialog.querySelector(".actions").replaceChildren(
        el("button", {type: "button", autofocus: true, onclick: () => dialog.close()}, "Done"));
      dialog.querySelector(".actions button").focus();
    }
  });
  return preview();
}

function outcome(told, went, stay) {
  if (told instanceof Error) {
    return [el("p", {class: "problem", role: "alert"}, told.message)];
  }
  const lines = [
    ...[...told.sent].map(([to, letters]) => `${many(letters, "letter")} ${went} to ${to}.`),
    ...[...told.stayed].map(([why, letters]) => `${many(letters, "letter")} ${stay}: ${why}.`),
  ];
  return lines.length === 0 ? [el("p", {}, "There is none to send back.")] : [el("ul", {}, lines.map((line) => el("li", {}, line)))];
}

/** The hub takes one step at a time, and remembers nothing between them. */
async function drive(name, reason, dryRun, goOn) {
  const [sent, stayed] = [new Map(), new Map()];
  const add = (to, from) => Object.entries(from).forEach(([key, letters]) => to.set(key, (to.get(key) ?? 0) + letters));
  let places = null;
  do {
    const step = await ask(`redrive/${named(name)}`,
      {key: null, reason: reason || null, most: null, dryRun, force: false, places});
    add(sent, step.sent);
    add(stayed, step.stayed);
    places = step.more ? step.places : null;
  } while (places !== null && goOn());
  return {sent, stayed};
}
