// Small plots of the last minutes.

import {el, say, svg} from "./dom.js";

const POINTS = 180;
const HEIGHT = 40;

/** One number over time. */
export class Plot {
  #values = [];
  #format;
  #title;
  #now = el("span", {class: "now"});
  #note = el("span");
  #most = el("span", {class: "most"});
  #area = svg("path", {class: "area"});
  #line = svg("path", {class: "line"});
  #drawing = svg(
    "svg",
    {viewBox: `0 0 ${POINTS} ${HEIGHT}`, preserveAspectRatio: "none", role: "img"},
    this.#area,
    this.#line,
  );

  /** `title` says what is shown, `hint` what that means, `format` turns a number into words. */
  constructor(title, hint, format) {
    this.#title = title;
    this.#format = format;
    this.element = el(
      "div",
      {class: "card plot"},
      el("h2", {title: hint}, title),
      this.#now,
      this.#drawing,
      el("div", {class: "scale"}, this.#note, this.#most),
    );
    this.add(null);
  }

  /** Adds the number of now, null where it is not known; `note` is said below it. */
  add(value, note) {
    this.#values.push(value);
    if (this.#values.length > POINTS) {
      this.#values.shift();
    }
    const known = this.#values.filter((it) => it != null);
    const most = Math.max(...known, 0);
    const now = value == null ? "–" : this.#format(value);
    say(this.#now, now);
    say(this.#note, note ?? "3 min");
    say(this.#most, known.length ? `at most ${this.#format(most)}` : "not known yet");
    this.#drawing.setAttribute(
      "aria-label",
      `${this.#title}: ${now} now, at most ${this.#format(most)} in the last three minutes`,
    );
    this.#draw(most || 1);
  }

  #draw(most) {
    const first = POINTS - this.#values.length;
    const runs = [];
    this.#values.forEach((value, i) => {
      if (value == null) {
        runs.push([]);
      } else {
        (runs.at(-1) ?? runs[runs.push([]) - 1]).push([first + i, HEIGHT - 1 - (value / most) * (HEIGHT - 4)]);
      }
    });
    const drawn = runs.filter((run) => run.length > 1);
    const line = (run) => run.map(([x, y]) => `${x} ${y.toFixed(1)}`).join(" L ");
    this.#line.setAttribute("d", drawn.map((run) => `M ${line(run)}`).join(" "));
    this.#area.setAttribute(
      "d",
      drawn.map((run) => `M ${run[0][0]} ${HEIGHT} L ${line(run)} L ${run.at(-1)[0]} ${HEIGHT} Z`).join(" "),
    );
  }
}
