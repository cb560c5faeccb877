// Why a keyword got its verdict: products, customers' words, money, the line of the source file.
function makeEvidence(columns, data, state) {
  const dialog = byId("evidence");
  let kept = null;
  const load = async () => { kept ??= JSON.parse(await inflate(readJson("evidence-data"))); return kept; };

  dialog.addEventListener("close", () => { state.keyword = ""; writeState(state); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  async function open(id) {
    const row = columns.rowOf(id);
    if (row === undefined) return;
    const known = await load();
    dialog.replaceChildren(...evidenceOf(row, id, columns, data, known));
    dialog.querySelector(".evidence__close").addEventListener("click", () => dialog.close());
    if (!dialog.open) dialog.showModal();
    dialog.dataset.of = id;
    dialog.scrollTop = 0;
    state.keyword = String(id);
    writeState(state);
  }
  return { open };
}

function evidenceOf(i, id, columns, data, known) {
  const close = element("button", { class: "button evidence__close", type: "button" }, "Close");
  const place = [columns.text("campaign", i), columns.text("match_type", i)].filter(Boolean).join(" · ");
  const head = element("header", { class: "evidence__head" },
    element("div", {}, element("h2", { id: "evidence-title", tabIndex: -1 }, columns.text("keyword", i) || "(empty)"), element("p", { class: "sub" }, place)), close);
  const source = among(known.source, String(id));
  const why = element("p", { class: "evidence__why" }, badge(columns.text("verdict", i), data.words), " ", source ? source[2] : plainFlags(columns.text("flags", i)).join(", "));
  if (!source) {
    return [head, why, moneyOf(i, columns), (element("p", { class: "absent" }, "This page holds the evidence of the keywords with the largest spend. For this one, run: ",
      element("code", {}, `keyworth explain AUDIT "${columns.text("keyword", i)}"`)))];
  }
  const key = known.keys[String(id)];
  const lines = source[4].length ? [element("ul", { class: "evidence__lines" }, ...source[4].map((said) => element("li", {}, said)))] : [];
  const more = element("details", {}, element("summary", {}, "More"),
    moneyOf(i, columns), productsOf(among(known.products, key, []), columns.numbers.product_relevance[i], source[3]), phrasesOf(among(known.near, key, []), known.phrases, data.floors.similarity),
    pathOf(among(known.paths, String(id), []), known.sales), modelsOf(among(known.models, String(id), [])), findingsOf(among(known.flags, String(id), [])), sourceOf(i, columns, source));
  more.open = !lines.length;
  return [head, why, ...lines, more];
}

function part(title, ...children) {
  return element("section", { class: "evidence__part" }, element("h3", {}, title), ...children);
}

function facts(pairs) {
  return element("dl", { class: "facts" }, ...pairs.map(([term, ...value]) => element("div", {}, element("dt", {}, term), element("dd", {}, ...value))));
}

function grid(heads, rows, caption) {
  const told = heads.map((head) => head.replace("#", "")), rowed = heads.length > 3;
  const cell = (value, j) => element(j ? "td" : "th", { ...(j ? {} : { scope: "row" }), ...(j && rowed ? { "data-label": told[j] } : {}), ...(heads[j].endsWith("#") ? { class: "n" } : {}) }, value);
  return element("div", { class: "scroller", tabIndex: 0, role: "region", "aria-label": caption }, element("table", { class: rowed ? "plain rows" : "plain" }, element("caption", { class: "quiet" }, caption),
    element("thead", {}, element("tr", {}, ...heads.map((head, j) => element("th", { scope: "col", ...(head.endsWith("#") ? { class: "n" } : {}) }, told[j])))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map(cell))))));
}

function moneyOf(i, columns) {
  const n = columns.numbers;
  const settle = tell.known(n.clicks_to_settle[i]) && columns.text("verdict", i) === "watch"
    ? [["To settle it", ...counted(n.clicks_to_settle[i], "more click"), ", about ", figure(n.cost_to_settle[i], "money")]] : [];
  return part("Money", facts([
    ["Spend", figure(n.spend[i], "pence"), " for ", ...counted(n.clicks[i], "click")],
    ["Sales claimed", figure(n.claimed_conversions[i], "number")],
    ["Sales traced", figure(n.attributed_conversions[i], "number"), "; such clicks bring ", range(n.expected_conversions_low[i], n.expected_conversions_high[i], "number")],
    ["Revenue traced", figure(n.attributed_revenue[i], "estimate"), "; such clicks bring ", range(n.expected_revenue_low[i], n.expected_revenue_high[i], "estimate")],
    ["It costs more than it earns", certainty(n.probability_below_break_even[i])],
    ...settle,
  ]));
}

// A waterfall: each bar begins where the one before it ended, and the last row is their sum.
const BARS = 8;
function waterfall(base, parts) {
  const rest = parts.slice(BARS).reduce((sum, [, value]) => sum + value, 0);
  const steps = [["where every pair starts", base || 0], ...parts.slice(0, BARS), ...(parts.length > BARS ? [["everything else", rest]] : [])];
  let at = 0;
  const bars = steps.map(([name, value]) => { const from = at; at += value; return [name, value, Math.min(from, at), Math.max(from, at)]; });
  bars.push(["In all", at, Math.min(0, at), Math.max(0, at)]);
  const low = Math.min(0, ...bars.map((b) => b[2])), high = Math.max(0, ...bars.map((b) => b[3]));
  const scale = (value) => `${(100 * (value - low)) / (high - low || 1)}%`;
  const rows = bars.map(([name, value, from, to]) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [k, v] of Object.entries({ width: "100%", height: 14, "aria-hidden": "true" })) svg.setAttribute(k, v);
    for (const [k, v] of Object.entries({ x: scale(from), width: `${(100 * (to - from)) / (high - low || 1)}%`, height: 14, class: value < 0 ? "step step--down" : "step step--up" })) bar.setAttribute(k, v);
    svg.append(bar);
    return [name, svg, element("data", { value: String(value) }, `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`)];
  });
  return grid(["What counted", "Against ← → for", "Weight#"], rows, "What built the relevance score");
}

function productsOf(products, relevance, byTexts) {
  if (!products.length) return part("Products considered", element("p", { class: "absent" }, "Not computed: no product was compared."));
  const rows = products.map(([title, status, grade, chance]) => [title || "(no title)", status || "", grade || "", figure(chance, "chance")]);
  const [title, , , , base, parts] = products[0];
  const moved = tell.known(byTexts) && tell.known(relevance) && Math.abs(byTexts - relevance) > 0.005
    ? [element("p", { class: "sub" }, "From the texts alone: ", figure(byTexts, "chance"), ". With what searchers type, the landing page, enquiries and the products’ status: ", figure(relevance, "chance"), ".")] : [];
  return part("Products considered", grid(["Product", "Status", "Match", "Chance it answers#"], rows, "Products considered"), ...moved,
    ...(parts.length ? [element("h4", {}, `What built the score of “${title}”`), waterfall(base, parts),
      element("p", { class: "sub" }, "Weights add up (they are log-odds). Below nought speaks against the product, above for it; the sum is then made a chance.")] : []));
}

function quoteOf([quote, where]) {
  return element("figure", { class: "quote" }, element("blockquote", {}, quote), element("figcaption", {}, where));
}

function phrasesOf(near, phrases, floor) {
  const known = near.filter(([id]) => phrases[id]);
  if (!known.length) return part("Customers’ words", element("p", { class: "absent" }, "Not computed: no search or call was compared."));
  const list = (title, pairs) => element("div", {}, element("h4", {}, title), ...(pairs.length ? pairs.slice(0, 3).map(([id, alike]) => {
    const [phrase, callers, searches, quotes] = phrases[id];
    const counts = element("p", { class: "sub" }, ...counted(callers, "caller"), ", ", ...counted(searches, "search", "searches"), "; likeness ", figure(alike, "chance"));
    return element("div", { class: "phrase" }, element("p", {}, element("b", {}, phrase)), counts, ...quotes.slice(0, 1).map(quoteOf));
  }) : [element("p", { class: "sub" }, "None found.")]));
  const mean = known.filter(([, alike]) => alike >= floor), other = known.filter(([, alike]) => alike < floor);
  return part("Customers’ words", element("div", { class: "sides" }, list("For: they say much the same", mean), list("Against: they say something else", other)));
}

function stepOf([what, day, how], own) {
  return element("li", own ? { class: "is-own" } : {}, element("b", {}, what), day ? ` ${day}` : "", own ? " (this keyword)" : "", element("span", { class: "sub" }, own || how));
}

function pathOf(paths, sales) {
  if (!paths.length) return part("From keyword to sale", element("p", { class: "sub" }, "No sale was traced to this keyword."));
  return part("From keyword to sale", element("p", { class: "sub" }, "From left to right; beneath each, how it was tied to the sale."), ...paths.map(([id, own]) => {
    const { steps, left, ends, amount } = sales[id];
    const worth = amount === null ? null : element("span", { class: "sub" }, figure(amount, "money"), " in all");
    const last = ends.length ? ends.map((end, j) => { const step = stepOf(end); if (j && worth) step.append(worth); return step; }) : [element("li", {}, element("b", {}, `sale ${id}`))];
    return element("ol", { class: "path" }, ...steps.map((step, place) => stepOf(step, own[place])),
      left ? element("li", {}, ...counted(left, "more visit")) : null, ...last);
  }));
}

function modelsOf(models) {
  if (!models.length) return part("Every way of sharing the credit", element("p", { class: "sub" }, "Nothing to share: no sale was traced to it."));
  const rows = models.map(([name, sales, revenue]) => [name, figure(sales, "number"), figure(revenue, "estimate")]);
  return part("Every way of sharing the credit", grid(["The credit goes so", "Sales#", "Revenue#"], rows, "Credit by attribution model"),
    element("p", { class: "sub" }, "The spread over these rows is part of the doubt; the range above is the rest of it."));
}

function findingsOf(flags) {
  if (!flags.length) return part("Findings", element("p", { class: "sub" }, "No rule was raised."));
  return part("Findings", facts(flags));
}

function sourceOf(i, columns, [file, line]) {
  return part("The row of the source file", element("p", {}, element("code", {}, file || "not recorded"), tell.known(line) && line >= 0 ? `, row ${line}` : ""));
}
