// What the page asks the hub, and how it listens.

const SILENCE_MILLIS = 6_000;
const LONGEST_WAIT_MILLIS = 8_000;

/** Asks, and returns what the hub answers as JSON; throws an Error with its own words if it refuses. */
export async function ask(path, body) {
  const request = body === undefined
    ? {}
    : {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)};
  let response;
  try {
    response = await fetch(`api/v1/${path}`, {...request, signal: AbortSignal.timeout(25_000)});
  } catch {
    throw new Error("The hub does not answer. Try again when it is back.");
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) {
    const problem = new Error(answer?.text ?? `The hub answered ${response.status}.`);
    problem.status = response.status;
    throw problem;
  }
  return answer;
}

/** A path of names, which may have any character. */
export function named(...names) {
  return names.map((name) => name.split("/").map(encodeURIComponent).join("/")).join("/");
}

/**
 * Listens to events for as long as the page is open. Comes again by itself when the line is lost, the hub refuses, or nothing
 * is heard for some seconds though the line stands.
 */
export class Line {
  #onOverview;
  #onLost;
  #source = null;
  #silence = 0;
  #wait = 1_000;

  /** `onOverview` hears each event, `onLost` that there are none at the moment. */
  constructor(onOverview, onLost) {
    this.#onOverview = onOverview;
    this.#onLost = onLost;
  }

  open() {
    this.#source?.close();
    this.#source = new EventSource("api/v1/events");
    this.#source.onmessage = (event) => {
      this.#wait = 1_000;
      this.#listen();
      this.#onOverview(JSON.parse(event.data));
    };
    this.#source.onerror = () => this.#lost();
    this.#listen();
  }

  #listen() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), SILENCE_MILLIS);
  }

  #lost() {
    clearTimeout(this.#silence);
    this.#source.close();
    this.#onLost();
    this.#silence = setTimeout(() => this.open(), this.#wait);
    this.#wait = Math.min(LONGEST_WAIT_MILLIS, this.#wait * 1.5);
  }
}
