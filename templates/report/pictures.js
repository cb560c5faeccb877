// The pictures are drawn already; here a filter hides their marks, and pointer or arrow keys read them.
function makePictures(columns, data, open) {
  const pictures = Array.from(document.querySelectorAll(".picture[data-label]"), (holder) => makePicture(holder, columns, data, open));
  let later = 0;
  return {
    show(found) {
      clearTimeout(later);
      later = setTimeout(() => {
        const kept = new Uint8Array(columns.rows);
        for (const i of found) kept[i] = 1;
        for (const picture of pictures) picture.show(kept);
      }, 200);
    },
  };
}

function makePicture(holder, columns, data, open) {
  const marks = Array.from(holder.querySelectorAll("[data-k]"), (node) => ({ node, row: columns.rowOf(Number(node.dataset.k)) })).filter(({ row }) => row !== undefined);
  if (!marks.length) return { show() {} };
  const still = holder.querySelector(".still");
  const readout = element("p", { class: "readout", role: "status" }, "Point at a mark, or use the arrow keys.");
  const stage = element("div", { class: "stage", tabIndex: 0, role: "group", "aria-label": `${holder.dataset.label}. Arrow keys go through the keywords, Enter opens one.` });
  still.replaceWith(stage);
  stage.append(still);
  holder.append(readout);
  let rows = Array.from(new Set(marks.map(({ row }) => row))).sort((a, b) => a - b);
  let at = -1;

  function point(row) {
    at = row;
    for (const mark of marks) mark.node.classList.toggle("is-at", mark.row === row);
    const n = columns.numbers;
    readout.replaceChildren(element("b", {}, columns.text("keyword", row)), " ", badge(columns.text("verdict", row), data.words), ", spend ", figure(n.spend[row], "money"),
      ", revenue traced ", figure(n.attributed_revenue[row], "estimate"), " (", range(n.expected_revenue_low[row], n.expected_revenue_high[row], "estimate"), "); a product answers it: ", certainty(n.product_relevance[row]), "; customers word it so: ", figure(n.customer_alignment[row], "percent"));
  }
  const pointed = (event) => {
    const node = event.target.closest("[data-k]");
    return node ? columns.rowOf(Number(node.dataset.k)) : undefined;
  };
  stage.addEventListener("pointerover", (event) => { const row = pointed(event); if (row !== undefined && row !== at) point(row); });
  stage.addEventListener("click", (event) => { const row = pointed(event); if (row !== undefined) open(columns.numbers.keyword_id[row]); });
  stage.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && rows.length) { event.preventDefault(); point(rows[(rows.indexOf(at) + step + rows.length) % rows.length]); }
    if (event.key === "Enter" && at >= 0) open(columns.numbers.keyword_id[at]);
  });
  return {
    show(kept) {
      for (const mark of marks) mark.node.classList.toggle("is-off", !kept[mark.row]);
      rows = Array.from(new Set(marks.map(({ row }) => row))).filter((row) => kept[row]).sort((a, b) => a - b);
    },
  };
}
