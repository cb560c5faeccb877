// The answer and the pictures are on the page without us; here the table and its filters come alive.

function bindFilters(state, refresh) {
  const form = byId("filters");
  const fields = () => Array.from(form.elements).filter((field) => field.name);
  const show = () => {
    for (const field of fields()) {
      if (field.name === "verdicts") field.checked = !state.verdicts || state.verdicts.split(" ").includes(field.value);
      else if (field.type === "checkbox") field.checked = Boolean(state[field.name]);
      else field.value = state[field.name];
    }
  };
  const read = () => {
    const verdicts = fields().filter((f) => f.name === "verdicts");
    const on = verdicts.filter((f) => f.checked).map((f) => f.value);
    state.verdicts = on.length === verdicts.length ? "" : on.join(" ") || "none";
    for (const field of fields()) {
      if (field.name === "verdicts") continue;
      state[field.name] = field.type === "checkbox" ? (field.checked ? "1" : "") : field.value;
    }
    refresh();
  };
  form.addEventListener("input", read);
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("filters-clear").addEventListener("click", () => {
    Object.assign(state, { ...START, sort: state.sort, order: state.order });
    show();
    refresh();
  });
  show();
  form.hidden = false;
  return show;
}

function fillChoices(columns) {
  const add = (id, values, told) => {
    const list = byId(id);
    for (const value of values) list.append(element("option", { value }, told(value)));
  };
  const sorted = (values) => Array.from(new Set(values)).sort((a, b) => (a < b ? -1 : 1));
  add("filter-campaign", sorted(columns.texts.campaign.words).map((word) => `=${word}`), (value) => value.slice(1) || "(none)");
  add("filter-match", sorted(columns.texts.match_type.words).map((word) => `=${word}`), (value) => value.slice(1) || "(none)");
  add("filter-flag", sorted(columns.texts.flags.words.flatMap((word) => word.split("; ").filter(Boolean))), (flag) => flag.replaceAll("_", " "));
}

async function start() {
  const data = readJson("data");
  tell = tellers(data.locale, data.currency);
  scale = data.certainty;
  const [unpacked] = await Promise.all([inflate(data.columns), loadLibrary("datatables")]);
  const columns = readColumns(JSON.parse(unpacked));
  const state = readState();
  const evidence = makeEvidence(columns, data, state);
  const found = byId("found");
  const pictures = makePictures(columns, data, evidence.open);
  const changed = (rows) => {
    const sum = rows.length === columns.rows ? { count: rows.length, cost: data.totals.spend, stake: data.totals.at_stake } : totals(columns, rows);
    found.replaceChildren(
      element("b", {}, figure(sum.count, "count")), sum.count === 1 ? " keyword, " : " keywords, ",
      element("b", {}, figure(sum.cost, "money")), " spent, ", element("b", {}, figure(sum.stake, "money")), " at stake",
    );
    writeState(state);
    pictures.show(rows);
  };
  fillChoices(columns);
  const table = makeTable(columns, state, data.words, evidence.open, changed);
  const showState = bindFilters(state, () => table.refresh());
  byId("export").addEventListener("click", () => download(`keywords-${data.run}.csv`, csvOf(columns, table.found())));
  addEventListener("hashchange", () => {
    if (!location.hash.startsWith("#?")) return;
    const wanted = readState(), same = Object.keys(START).every((name) => name === "keyword" || wanted[name] === state[name]);
    Object.assign(state, wanted);
    if (!same) {
      showState();
      table.refresh();
    }
    if (state.keyword) evidence.open(Number(state.keyword));
  });
  if (state.keyword) evidence.open(Number(state.keyword));
  performance.mark("ready");
  document.documentElement.dataset.ready = "all";
}

// An old browser keeps what is written in the page: the answer and the top rows.
if (typeof DecompressionStream === "function") start();
