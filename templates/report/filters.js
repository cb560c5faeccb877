// The keyword rows as columns, what of them is shown, and that state in the page's address.
function readColumns(packed) {
  const rows = packed.rows;
  const numbers = {};
  for (const [name, values] of Object.entries(packed.numbers)) {
    const column = new Float64Array(rows);
    for (let i = 0; i < rows; i += 1) column[i] = values[i] === null ? NaN : values[i];
    numbers[name] = column;
  }
  const texts = {};
  for (const [name, { words, at }] of Object.entries(packed.texts)) {
    let folded = null;
    texts[name] = { words, at: at ? Int32Array.from(at) : Int32Array.from(words.keys()), get folded() { folded ??= words.map((word) => word.toLowerCase()); return folded; } };
  }
  const text = (name, i) => texts[name].words[texts[name].at[i]];
  const byKeyword = new Map();
  for (let i = 0; i < rows; i += 1) byKeyword.set(numbers.keyword_id[i], i);
  return { rows, numbers, texts, truths: packed.truths, text, rowOf: (id) => byKeyword.get(id) };
}

const START = {
  text: "", verdicts: "", flag: "", campaign: "", match: "", spend: "", evidence: "", disagrees: "", flips: "",
  sort: "saves", order: "desc", page: "", keyword: "",
};

function readState() {
  const state = { ...START };
  const given = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
  for (const name of Object.keys(START)) if (given.has(name)) state[name] = given.get(name);
  return state;
}

function writeState(state) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) if (value !== START[name]) given.set(name, value);
  const hash = given.size ? `#?${given}` : location.hash.startsWith("#?") ? "#" : location.hash;
  if (hash !== location.hash) history.replaceState(null, "", hash || "#");
}

// A text filter is tried on each distinct word once, not on each row.
function wordsWith(column, wanted) {
  const { folded } = column, hits = new Uint8Array(folded.length);
  for (let i = 0; i < hits.length; i += 1) hits[i] = folded[i].includes(wanted) ? 1 : 0;
  return hits;
}

function exactly(column, wanted) {
  const at = column.words.indexOf(wanted);
  const hits = new Uint8Array(column.words.length);
  if (at >= 0) hits[at] = 1;
  return hits;
}

// Each filter strikes rows from `keep`; plain loops over typed arrays, so that 100,000 rows take milliseconds.
function strike(keep, wanted) {
  for (let i = 0; i < keep.length; i += 1) if (keep[i] && !wanted(i)) keep[i] = 0;
}

function strikeWords(keep, at, hits) {
  for (let i = 0; i < keep.length; i += 1) keep[i] &= hits[at[i]];
}

function strikeText(keep, columns, wanted) {
  const any = new Uint8Array(keep.length);
  for (const name of ["keyword", "product_title", "customer_phrase", "suggested_wording"]) {
    const { at } = columns.texts[name], hits = wordsWith(columns.texts[name], wanted);
    for (let i = 0; i < any.length; i += 1) any[i] |= hits[at[i]];
  }
  for (let i = 0; i < keep.length; i += 1) keep[i] &= any[i];
}

function strikeAll(keep, columns, state) {
  const { texts, numbers, truths } = columns;
  const words = (name, hits) => strikeWords(keep, texts[name].at, hits);
  const among = (name, fits) => words(name, Uint8Array.from(texts[name].words, (word) => (fits(word) ? 1 : 0)));
  if (state.verdicts) among("verdict", (word) => state.verdicts.split(" ").includes(word));
  if (state.campaign) words("campaign", exactly(texts.campaign, state.campaign.slice(1)));
  if (state.match) words("match_type", exactly(texts.match_type, state.match.slice(1)));
  if (state.flag) among("flags", (word) => word.split("; ").includes(state.flag));
  if (state.evidence === "enough") among("verdict", (word) => word !== "watch");
  if (state.evidence === "watch") among("verdict", (word) => word === "watch");
  if (state.evidence === "traced") strike(keep, (i) => numbers.attributed_conversions[i] > 0);
  if (state.evidence === "none") strike(keep, (i) => !(numbers.attributed_conversions[i] > 0));
  if (state.disagrees) strike(keep, (i) => truths.disagrees[i]);
  if (state.flips) strike(keep, (i) => truths.flips[i]);
  if (state.spend) strike(keep, (i) => numbers.spend[i] >= Number(state.spend));
  if (state.text.trim()) strikeText(keep, columns, state.text.trim().toLowerCase());
}

function select(columns, state) {
  const keep = new Uint8Array(columns.rows).fill(1);
  strikeAll(keep, columns, state);
  const found = new Int32Array(columns.rows);
  let n = 0;
  for (let i = 0; i < keep.length; i += 1) if (keep[i]) found[n++] = i;
  return order(columns, found.subarray(0, n), state);
}

function order(columns, found, state) {
  const sign = state.order === "asc" ? 1 : -1;
  const numbers = columns.numbers[state.sort];
  if (state.sort === "saves" && sign < 0) return found; // the rows come in this order
  if (numbers) {
    return found.sort((a, b) => {
      const x = numbers[a], y = numbers[b];
      if (x === y) return a - b;
      if (x !== x) return y !== y ? a - b : 1; // unknown last, either way
      return y !== y ? -1 : sign * (x - y);
    });
  }
  const { at, folded } = columns.texts[state.sort];
  const rank = new Int32Array(folded.length);
  Array.from(folded.keys()).sort((a, b) => (folded[a] < folded[b] ? -1 : folded[a] > folded[b] ? 1 : a - b)).forEach((word, place) => { rank[word] = place; });
  return found.sort((a, b) => sign * (rank[at[a]] - rank[at[b]]) || a - b);
}

function totals(columns, found) {
  let cost = 0, stake = 0;
  for (const i of found) {
    cost += columns.numbers.spend[i] || 0;
    stake += columns.numbers.at_stake[i] || 0;
  }
  return { count: found.length, cost, stake };
}
