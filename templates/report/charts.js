// Two pictures with a mark a keyword, drawn by Observable Plot and read with pointer or arrow keys.
const MOST_MARKS = 1500;

// A filter answers at once; the pictures follow when there is time, each once it comes into sight.
function makePictures(columns, data, open) {
  let rows = null, later = 0;
  const charts = new Map();
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting || !rows) continue;
      watch.unobserve(entry.target);
      charts.get(entry.target).draw(largest(columns, rows));
    }
  }, { rootMargin: "400px" });
  const renew = () => { for (const holder of charts.keys()) { watch.unobserve(holder); watch.observe(holder); } };
  return {
    show(found) {
      rows = found;
      clearTimeout(later);
      later = setTimeout(renew, 200);
    },
    start() {
      for (const [id, spec] of [["picture-revenue", revenueSpec], ["picture-map", mapSpec]]) {
        if (byId(id)) charts.set(byId(id), makePicture(byId(id), spec, columns, data, open, () => largest(columns, rows)));
      }
      renew();
      let width = innerWidth;
      addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; renew(); } });
      addEventListener("beforeprint", () => { for (const chart of charts.values()) chart.draw(largest(columns, rows)); });
    },
  };
}

function largest(columns, found) {
  const rows = Array.from(found);
  if (rows.length > MOST_MARKS) rows.sort((a, b) => columns.numbers.spend[b] - columns.numbers.spend[a] || a - b);
  return rows.slice(0, MOST_MARKS);
}

const FILLS = { keep: "var(--keep)", fix: "var(--fix)", cut: "var(--cut)" };
const SHAPES = { keep: "circle", fix: "diamond", cut: "square", watch: "circle" };

function looks(columns) {
  const verdict = (i) => columns.text("verdict", i);
  return {
    symbol: (i) => among(SHAPES, verdict(i), "circle"),
    fill: (i) => among(FILLS, verdict(i), "var(--sheet)"),
    stroke: (i) => (Object.hasOwn(FILLS, verdict(i)) ? "var(--paper)" : "var(--line-strong)"),
  };
}

// Keywords without a traced sale lie in a band of their own below the logarithmic scale.
function revenueSpec(columns, data, all, width) {
  const n = columns.numbers;
  const rows = all.filter((i) => n.spend[i] > 0 && tell.known(n.expected_revenue_high[i]));
  const some = rows.filter((i) => n.attributed_revenue[i] > 0);
  const least = 10 ** Math.floor(Math.log10(Math.max(1, Math.min(1e9, ...rows.map((i) => n.spend[i])))));
  const most = Math.max(least * 10, ...rows.map((i) => n.spend[i])) * 1.1;
  const floor = Math.max(10, Math.min(1e9, ...some.map((i) => n.attributed_revenue[i])) / 2);
  const margin = data.floors.margin;
  const lowest = Math.min(some.length ? floor : 10, least / margin); // the line is in sight whatever the data
  const top = Math.max(lowest * 100, most / margin, ...some.map((i) => n.expected_revenue_high[i]));
  const none = lowest / (top / lowest) ** 0.07;
  const y = (i) => (n.attributed_revenue[i] > 0 ? n.attributed_revenue[i] : none);
  const ends = [Math.max(least, lowest * margin), Math.min(most, top * margin)];
  const line = ends[0] < ends[1] ? ends.map((spend) => ({ spend, revenue: spend / margin })) : [];
  const decades = (low, high) => Array.from({ length: 14 }, (_, k) => 10 ** (k - 1)).filter((v) => v >= low && v <= high);
  const look = looks(columns);
  return {
    rows, x: (i) => n.spend[i], y,
    plot: Plot.plot({
      className: "plot", width, height: Math.max(320, Math.min(500, width * 0.55)), marginLeft: 66, marginBottom: 44, marginRight: 18, marginTop: 34,
      x: { type: "log", label: "Spend →", domain: [least, most], ticks: decades(least, most), tickFormat: (v) => tell.estimate(v) },
      y: { type: "log", label: "↑ Revenue traced", labelOffset: 60, domain: [none / 1.25, top], ticks: decades(lowest, top), tickFormat: (v) => tell.estimate(v), grid: true },
      marks: [
        Plot.ruleX(some, { x: (i) => n.spend[i], y1: (i) => Math.max(n.expected_revenue_low[i], lowest), y2: (i) => n.expected_revenue_high[i], stroke: "var(--line-strong)", strokeWidth: 1 }),
        Plot.ruleY([none], { stroke: "var(--line)" }),
        Plot.text([none], { x: () => least, y: (v) => v, text: () => "none", textAnchor: "end", dx: -9 }),
        Plot.line(line, { x: "spend", y: "revenue", stroke: "var(--ink)", strokeWidth: 2, strokeDasharray: "6 4" }),
        Plot.dot(rows, { x: (i) => n.spend[i], y, r: 4.5, strokeWidth: 1, ...look }),
        Plot.text(line.slice(-1), { x: "spend", y: "revenue", text: () => "break-even", textAnchor: "end", dy: -12, dx: -4, fontWeight: 600, fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 4 }),
      ],
    }),
  };
}

// Marks at the very edge are spread beyond it, each always to the same place, so that none hides another.
const EDGE = 0.03, BEYOND = 0.16;
function spread(value, id, turn) {
  const share = (id * turn) % 1;
  if (value > 1 - EDGE) return 1 - EDGE + share * (EDGE + BEYOND);
  return value < EDGE ? EDGE - share * (EDGE + BEYOND) : value;
}

function mapSpec(columns, data, all, width) {
  const n = columns.numbers;
  const rows = all.filter((i) => tell.known(n.product_relevance[i]) && tell.known(n.customer_alignment[i]) && n.spend[i] >= 0);
  const look = looks(columns);
  const x = (i) => spread(n.product_relevance[i], n.keyword_id[i], 0.754877666), y = (i) => spread(n.customer_alignment[i], n.keyword_id[i], 0.569840291);
  const { relevance, alignment } = data.floors;
  const narrow = width < 560; // two lines each, so that the names of neighbours do not meet
  const named = (x, y, text) => ({ x: x ? 1 + BEYOND : -BEYOND, y: y ? 1 + BEYOND : -BEYOND, text: narrow ? text.replace(/^(.{8,}?) /, "$1\n") : text });
  const regions = [named(1, 1, "Aligned"), named(1, 0, "Customers say it another way"), named(0, 1, "Said, but not on sale"), named(0, 0, "Neither sold nor said")];
  return {
    rows, x, y,
    plot: Plot.plot({
      className: "plot", width, height: Math.max(320, Math.min(560, width * 0.7)), marginLeft: 48, marginBottom: 44, marginTop: 34, insetBottom: 46, insetTop: 46, insetLeft: 14, insetRight: 14,
      x: { domain: [-BEYOND, 1 + BEYOND], label: "A product on sale answers it →", ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: (v) => tell.chance(v) },
      y: { domain: [-BEYOND, 1 + BEYOND], label: "↑ Customers say it", ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: (v) => tell.chance(v) },
      r: { range: [0, Math.max(12, width / 42)] },
      marks: [
        Plot.ruleX([relevance], { stroke: "var(--ink)", strokeDasharray: "2 3" }),
        Plot.ruleY([alignment], { stroke: "var(--ink)", strokeDasharray: "2 3" }),
        Plot.dot(rows, { x, y, r: (i) => n.spend[i], fillOpacity: 0.78, strokeWidth: 1, ...look }),
        ...regions.map((region) => Plot.text([region], { x: "x", y: "y", text: "text", lineAnchor: "middle", textAnchor: region.x > 0 ? "end" : "start", dy: region.y > 0 ? -30 : 30, fontWeight: 700, fontSize: narrow ? 12 : 15, fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 5 })),
      ],
    }),
  };
}

function makePicture(holder, spec, columns, data, open, latest) {
  const stage = element("div", { class: "stage", tabIndex: 0, role: "group", "aria-label": `${holder.dataset.label}. Arrow keys go through the keywords, Enter opens one.` });
  const readout = element("p", { class: "readout", role: "status" }, "Point at a mark, or use the arrow keys.");
  holder.querySelector(".live").replaceChildren(stage, readout);
  holder.classList.add("is-live");
  let drawn = null, at = -1, ring = null;

  const placeOf = (k) => [drawn.plot.scale("x").apply(drawn.x(drawn.rows[k])), drawn.plot.scale("y").apply(drawn.y(drawn.rows[k]))];
  function point(k) {
    at = k;
    if (k < 0) return;
    const [x, y] = placeOf(k);
    ring.setAttribute("cx", x); ring.setAttribute("cy", y); ring.removeAttribute("visibility");
    const i = drawn.rows[k], n = columns.numbers;
    readout.replaceChildren(element("b", {}, columns.text("keyword", i)), " ", badge(columns.text("verdict", i), data.words), ", spend ", figure(n.spend[i], "money"),
      ", revenue traced ", figure(n.attributed_revenue[i], "estimate"), " (", range(n.expected_revenue_low[i], n.expected_revenue_high[i], "estimate"), "); product relevance ", figure(n.product_relevance[i], "chance"), ", customers say it ", figure(n.customer_alignment[i], "chance"));
  }
  function nearest(event) {
    const box = drawn.plot.getBoundingClientRect();
    const grow = drawn.plot.viewBox.baseVal.width / box.width;
    const px = (event.clientX - box.left) * grow, py = (event.clientY - box.top) * grow;
    let best = -1, least = 24 * 24;
    for (let k = 0; k < drawn.rows.length; k += 1) {
      const [x, y] = placeOf(k), far = (x - px) ** 2 + (y - py) ** 2;
      if (far < least) { least = far; best = k; }
    }
    return best;
  }
  const openAt = (k) => { if (k >= 0) open(columns.numbers.keyword_id[drawn.rows[k]]); };
  stage.addEventListener("pointermove", (event) => { if (drawn) { const k = nearest(event); if (k >= 0 && k !== at) point(k); } });
  stage.addEventListener("click", (event) => { if (drawn) openAt(nearest(event)); });
  stage.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && drawn && drawn.rows.length) { event.preventDefault(); point((at + step + drawn.rows.length) % drawn.rows.length); }
    if (event.key === "Enter" && drawn) openAt(at);
  });
  stage.addEventListener("focus", () => { if (!drawn) draw(latest()); });
  function draw(rows) {
    const width = Math.max(280, stage.clientWidth || 640);
    const pointed = drawn && at >= 0 ? drawn.rows[at] : -1; // a picture drawn anew keeps the mark that was pointed at
    drawn = spec(columns, data, rows, width);
    at = -1;
    if (!drawn.rows.length) {
      drawn = null;
      stage.replaceChildren(element("p", { class: "absent" }, holder.dataset.absent));
      return;
    }
    drawn.plot.setAttribute("aria-hidden", "true");
    ring = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    for (const [k, v] of Object.entries({ r: 11, class: "ring", visibility: "hidden" })) ring.setAttribute(k, v);
    drawn.plot.append(ring);
    stage.replaceChildren(drawn.plot);
    if (pointed >= 0) point(drawn.rows.indexOf(pointed));
  }
  return { draw };
}
