// The table's look, paging and sorting are DataTables'; it asks us for the rows of a page.
const ON_PAGE = 25;
const COLUMNS = [
  { name: "keyword", cell: (i, c, words, open) => keywordCell(i, c, open) },
  { name: "verdict", cell: (i, c, words) => verdictCell(i, c, words) },
  { name: "spend", number: true, cell: (i, c) => [figure(c.numbers.spend[i], "pence")] },
  { name: "saves", number: true, cell: (i, c) => [figure(c.numbers.saves[i], "pence")] },
  { name: "clicks", number: true, cell: (i, c) => [figure(c.numbers.clicks[i], "count")] },
  { name: "claimed_conversions", number: true, cell: (i, c) => [figure(c.numbers.claimed_conversions[i], "number")] },
  { name: "attributed_conversions", number: true, cell: (i, c) => withRange(i, c, "conversions", "number") },
  { name: "attributed_revenue", number: true, cell: (i, c) => withRange(i, c, "revenue", "estimate") },
  { name: "product_relevance", number: true, cell: (i, c) => [figure(c.numbers.product_relevance[i], "chance")] },
  { name: "customer_alignment", number: true, cell: (i, c) => [figure(c.numbers.customer_alignment[i], "chance")] },
];

function withRange(i, columns, name, kind) {
  const n = columns.numbers;
  return [figure(n[`attributed_${name}`][i], kind), element("span", { class: "sub" }, range(n[`expected_${name}_low`][i], n[`expected_${name}_high`][i], kind))];
}

function keywordCell(i, columns, open) {
  const button = element("button", { class: "keyword", type: "button" }, columns.text("keyword", i) || "(empty)");
  button.addEventListener("click", () => open(columns.numbers.keyword_id[i]));
  const place = [columns.text("campaign", i), columns.text("match_type", i)].filter(Boolean).join(" · ");
  return [button, element("span", { class: "sub" }, place)];
}

function verdictCell(i, columns, words) {
  const flags = plainFlags(columns.text("flags", i));
  return [badge(columns.text("verdict", i), words), flags.length ? element("span", { class: "sub" }, flags.join(", ")) : null].filter(Boolean);
}

function makeTable(columns, state, words, open, changed) {
  let found = select(columns, state);
  const table = byId("keyword-table");
  const labels = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent);
  const rendered = (name, cell) => (value, type, row) => element("div", { class: "cell" }, ...cell(row, columns, words, open));
  const start = Number(state.page || 1) - 1;
  const grid = new DataTable(table, {
    serverSide: true,
    processing: false,
    searching: false,
    autoWidth: false,
    lengthChange: false,
    pageLength: ON_PAGE,
    displayStart: start * ON_PAGE,
    order: [[Math.max(COLUMNS.findIndex((c) => c.name === state.sort), 0), state.order]],
    layout: { topStart: null, topEnd: null, bottomStart: "info", bottomEnd: "paging" },
    language: { info: "_START_ to _END_ of _TOTAL_ keywords", infoEmpty: "No keyword matches", emptyTable: "No keyword matches these filters.", zeroRecords: "No keyword matches these filters." },
    columns: COLUMNS.map(({ name, number, cell }) => ({
      name, data: null, className: number ? "n" : "", render: rendered(name, cell), orderSequence: number ? ["desc", "asc"] : ["asc", "desc"],
      cellType: name === "keyword" ? "th" : "td",
    })),
    createdRow: (row) => {
      row.firstElementChild.setAttribute("scope", "row");
      COLUMNS.forEach(({ number }, j) => { if (number) row.cells[j].dataset.label = labels[j]; });
    },
    ajax: (request, answer) => {
      const [wanted] = request.order;
      const sort = wanted ? COLUMNS[wanted.column].name : "saves";
      const dir = wanted ? wanted.dir : "desc";
      if (sort !== state.sort || dir !== state.order) {
        Object.assign(state, { sort, order: dir });
        found = select(columns, state);
      }
      state.page = request.start ? String(request.start / request.length + 1) : "";
      changed(found);
      const page = Array.from(found.subarray(request.start, request.start + request.length));
      byId("printed").textContent = `${tell.count(page.length)} of ${tell.count(columns.rows)}`;
      answer({ draw: request.draw, recordsTotal: found.length, recordsFiltered: found.length, data: page });
    },
  });
  table.querySelector("caption").textContent = "Keywords, as filtered and sorted";
  return {
    refresh() {
      found = select(columns, state);
      grid.page(0).draw(false);
    },
    found: () => found,
    grid,
  };
}

// The same places at which report/safe_cells.py sets an apostrophe.
const FORMULA = /(?:^|(?<=[,;|\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]))(?=['\s\x00-\x20\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠])|(?<=")(?=['\s\x00-\x20\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠])/g;

function csvOf(columns, found) {
  const names = [...Object.keys(columns.texts), ...Object.keys(columns.numbers).filter((name) => name !== "keyword_id")];
  const cell = (name, i) => {
    if (!columns.texts[name]) return Number.isNaN(columns.numbers[name][i]) ? "" : String(columns.numbers[name][i]);
    return `"${columns.text(name, i).replace(FORMULA, "'").replaceAll('"', '""')}"`;
  };
  const lines = [names.join(",")];
  for (const i of found) lines.push(names.map((name) => cell(name, i)).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
