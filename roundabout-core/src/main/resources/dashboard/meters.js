// What the hub measures of itself, read from /metrics: ages of the oldest, and how long deliveries took. Source of the format:
// Prometheus text exposition 0.0.4, which OpenMetrics lines look like.

const SAMPLE = /^(\w+)\{(.*)\} (\S+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;
const EVERY_MILLIS = 5_000;

/** Reads the metrics while somebody sees the page. */
export class Meters {
  #millis = -EVERY_MILLIS;
  #before = null;

  /** Since when the oldest waits, in milliseconds since 1970, by the id of a node of the picture. */
  ages = new Map();
  /** Seconds within which half and 99 of 100 deliveries of the last seconds were made; null where there were none. */
  delivery = null;

  /** Forgets what was counted before: the hub was started again, and counts from zero. */
  again() {
    this.#before = null;
  }

  /** Reads them, if it is time to. */
  async read() {
    if (document.hidden || performance.now() - this.#millis < EVERY_MILLIS) {
      return;
    }
    this.#millis = performance.now();
    try {
      const response = await fetch("metrics", {headers: {Accept: "text/plain"}, signal: AbortSignal.timeout(EVERY_MILLIS)});
      if (response.ok) {
        this.#take(samples(await response.text()), Date.now());
      }
    } catch {
      // The line says that the hub does not answer.
    }
  }

  #take(all, now) {
    this.ages = agesOf(all, now);
    const buckets = bucketsOf(all);
    this.delivery = this.#before === null ? null : within(buckets, this.#before);
    this.#before = buckets;
  }
}

/** The samples with labels of a text, each {name, labels, value}. */
export function samples(text) {
  return text.split("\n").map((line) => SAMPLE.exec(line)).filter(Boolean).map(([, name, labels, value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(LABEL)].map(([, label, it]) => [label, unescaped(it)])),
    value: Number(value),
  }));
}

function unescaped(text) {
  return text.replace(/\\(.)/g, (_, it) => (it === "n" ? "\n" : it));
}

function agesOf(all, now) {
  // That of an input is a lower bound, and would look as if it were the age: how long groups wait is asked of the hub.
  return new Map(all
    .filter(({name, value}) => name === "roundabout_output_oldest_age_seconds" && value > 0)
    .map(({labels, value}) => [`o:${labels.output}`, now - value * 1_000]));
}

/** How many deliveries took at most so many seconds, of all outputs together. */
function bucketsOf(all) {
  const buckets = new Map();
  for (const {name, labels, value} of all) {
    if (name === "roundabout_delivery_seconds_bucket") {
      const most = labels.le === "+Inf" ? Infinity : Number(labels.le);
      buckets.set(most, (buckets.get(most) ?? 0) + value);
    }
  }
  return buckets;
}

function within(buckets, before) {
  const steps = [...buckets].sort(([one], [other]) => one - other)
    .map(([most, number]) => [most, number - (before.get(most) ?? 0)]);
  const made = steps.at(-1)?.[1] ?? 0;
  return made > 0 ? {half: quantile(steps, made * 0.5), most: quantile(steps, made * 0.99)} : null;
}

/** The time within which so many were made, in between the steps as if they lay there evenly. */
function quantile(steps, wanted) {
  let [low, below] = [0, 0];
  for (const [most, number] of steps) {
    if (number >= wanted) {
      return most === Infinity ? low : low + ((most - low) * (wanted - below)) / (number - below);
    }
    [low, below] = [most, number];
  }
  return low;
}
