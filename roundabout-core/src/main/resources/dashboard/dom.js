// Elements and words. Whatever comes from a hub is put in as text, never as markup.

/** Makes an element: attributes by name, `on…` as listeners, children as elements or text. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** As `el`, of SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value != null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

/** Sets a text where it changed, so that what is selected or read aloud stays. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Shows a list of things, keeping the element of each that stays, with its focus: `keyOf` tells them apart, `make` makes an
 * element, `update` brings it up to date.
 */
export function keyed(parent, things, keyOf, make, update) {
  const known = new Map([...parent.children].filter((child) => child.key !== undefined).map((child) => [child.key, child]));
  const elements = things.map((thing) => {
    const key = keyOf(thing);
    const element = known.get(key) ?? make(thing);
    element.key = key;
    update(element, thing);
    return element;
  });
  if (elements.length !== parent.children.length || elements.some((element, i) => parent.children[i] !== element)) {
    const focused = document.activeElement;
    parent.replaceChildren(...elements);
    if (parent.contains(focused)) {
      focused.focus({preventScroll: true});
    }
  }
}

const numbers = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 1});

/** A count, whole up to 99,999 and then short. */
export function count(number) {
  return number < 100_000 ? numbers.format(number) : short.format(number);
}

/** A count with its word. */
export function many(number, word) {
  return `${count(number)} ${word}${number === 1 ? "" : "s"}`;
}

/** A rate in messages a second. */
export function rate(perSecond) {
  const digits = perSecond === 0 || perSecond >= 10 ? 0 : 1;
  return `${perSecond < 100_000 ? numbers.format(Number(perSecond.toFixed(digits))) : short.format(perSecond)}/s`;
}

/** A short time, of seconds or less. */
export function brief(seconds) {
  return seconds < 1 ? `${Math.round(seconds * 1_000)} ms` : seconds < 60 ? `${seconds.toFixed(1)} s` : age(seconds);
}

/** How long something lasts, with its two largest units. */
export function age(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [days, hours, minutes] = [Math.floor(whole / 86_400), Math.floor(whole / 3_600) % 24, Math.floor(whole / 60) % 60];
  if (days > 0) {
    return `${days} d ${hours} h`;
  }
  if (hours > 0) {
    return `${hours} h ${minutes} min`;
  }
  return minutes > 0 ? `${minutes} min` : `${whole} s`;
}

/** A moment, in the time of who looks; with the day if it is another. */
export function moment(iso) {
  const time = new Date(iso);
  const today = time.toDateString() === new Date().toDateString();
  return today ? time.toLocaleTimeString() : time.toLocaleString();
}
