// Register tables: select many rows, act on them, go through them by keyboard.

const boxesOf = (table) => [...table.querySelectorAll("[data-select]")];

function countSelected(table) {
  const bar = document.querySelector(`form[data-bulk="${table.id}"]`);
  const boxes = boxesOf(table);
  const chosen = boxes.filter((box) => box.checked).length;
  const all = table.querySelector("[data-select-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  const matching = bar?.querySelector("[data-all-matching]");
  const count = matching?.checked ? Number(matching.dataset.allMatching) : chosen;
  if (bar) {
    const output = bar.querySelector("[data-selected]");
    output.textContent = fill(output.dataset.selected, "count", count.toLocaleString(language));
    bar.toggleAttribute("data-active", count > 0);
  }
  for (const button of document.querySelectorAll(`[data-needs-selection="${table.id}"]`)) button.disabled = count === 0;
}

let lastBox = null;
on("click", "[data-select]", (box, event) => {
  const table = box.closest("table");
  const boxes = boxesOf(table);
  if (event.shiftKey && lastBox && boxes.includes(lastBox)) {
    const [from, until] = [boxes.indexOf(lastBox), boxes.indexOf(box)].sort((left, right) => left - right);
    for (const one of boxes.slice(from, until + 1)) one.checked = box.checked;
  }
  lastBox = box;
  countSelected(table);
});

on("change", "[data-select-all]", (all) => {
  const table = all.closest("table");
  for (const box of boxesOf(table)) box.checked = all.checked;
  countSelected(table);
});

on("change", "[data-all-matching]", (box) => countSelected(document.getElementById(box.form.dataset.bulk)));

const isTyping = (element) => element.matches("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(target) || document.querySelector("dialog[open]")) return;
  if (key === "/") {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  const region = target.closest(".table");
  const table = region?.querySelector("table[data-table]");
  if (table) moveInTable(table, target, event);
});

function moveInTable(table, target, event) {
  const rows = [...table.tBodies[0].rows];
  const now = rows.indexOf(target.closest("tbody tr"));
  const row = rows[now];
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (step) {
    const next = rows[Math.min(Math.max(now + step, 0), rows.length - 1)];
    event.preventDefault();
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  } else if (row && event.key === "Enter" && target === row) {
    row.querySelector("a[href]")?.click();
  } else if (row && event.key === "x") {
    row.querySelector("[data-select]")?.click();
  }
}

function readyTables() {
  for (const table of document.querySelectorAll("table[data-table]")) {
    for (const row of table.tBodies[0].rows) row.tabIndex = -1;
    if (table.querySelector("[data-select]")) countSelected(table);
  }
}

readyTables();
addEventListener("pageshow", readyTables);
