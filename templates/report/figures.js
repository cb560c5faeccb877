// Figures are told as the rest of the page tells them: same currency, same locale, no digit too many.
const UNKNOWN = "not known";

function tellers(locale, currency) {
  const make = (asked) => {
    const options = { roundingMode: "halfEven", ...asked }; // as Python rounds
    try { return new Intl.NumberFormat(locale, options); } catch { return new Intl.NumberFormat("en-GB", { ...options, ...(options.currency ? { currency: "GBP" } : {}) }); }
  };
  const money = { style: "currency", currency, currencyDisplay: "narrowSymbol" };
  const whole = make({ ...money, maximumFractionDigits: 0, minimumFractionDigits: 0 });
  const exact = make(money);
  const count = make({ maximumFractionDigits: 0 });
  const tenth = make({ maximumFractionDigits: 1 });
  const known = (value) => value !== null && value !== undefined && Number.isFinite(value);
  const rounded = (value, digits) => (Math.abs(value) >= 10 ** (digits - 1) ? Number(value.toPrecision(digits)) : value);
  const sign = (text) => text.replace("￥", "¥"); // the full-width sign is not in the page's font
  const or = (tell) => (value) => (known(value) ? tell(value) : UNKNOWN);
  return {
    known,
    money: or((v) => sign((v !== 0 && Math.abs(v) < 99.5 ? exact : whole).format(v))),
    pence: or((v) => sign(exact.format(v))),
    estimate: or((v) => sign(whole.format(rounded(v, 3)))),
    count: or((v) => count.format(v)),
    number: or((v) => (v > 0 && v < 0.05 ? `under ${tenth.format(0.1)}` : tenth.format(v))),
    chance: or((v) => v.toFixed(2)),
    percent: or((v) => `${100 * v < 1 && v > 0 ? "under 1" : Math.round(100 * v)} %`),
  };
}

let tell = null, scale = null; // set by main.js, once the page's data is read

// The one scale of certainty, as the page's data gives it: a word, and the number behind it.
function certainty(chance) {
  if (!tell.known(chance)) return figure(chance, "chance");
  const [lowest, low, high, highest] = scale.bounds;
  const word = scale.words[(chance > lowest) + (chance > low) + (chance >= high) + (chance >= highest)];
  const told = chance > 0.99 ? "more than 99" : chance < 0.01 ? "less than 1" : String(Math.round(100 * chance));
  return element("data", { value: String(chance) }, `${word} (${told} in 100)`);
}

function figure(value, kind) {
  if (!tell.known(value)) return element("span", { class: "unknown" }, UNKNOWN);
  return element("data", { value: String(value) }, tell[kind](value));
}

function counted(value, one, many = `${one}s`) {
  return [figure(value, "count"), ` ${value === 1 ? one : many}`];
}

function range(low, high, kind) {
  if (!tell.known(low) || !tell.known(high)) return element("span", { class: "unknown" }, "range not known");
  return element("span", { class: "range" }, figure(low, kind), " to ", figure(high, kind));
}

function badge(verdict, words) {
  return element("span", { class: `verdict verdict--${verdict}` }, shape(verdict), among(words, verdict, verdict));
}

const plainFlags = (flags) => flags.split("; ").filter(Boolean).map((flag) => flag.replaceAll("_", " "));
