// The pages work without this; it only spares a click.
for (const form of document.querySelectorAll(".filters")) {
  for (const select of form.querySelectorAll("select")) select.addEventListener("change", () => form.requestSubmit());
}
