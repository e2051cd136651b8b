// Tables of rows in a form. Names and ids carry the row's index, counted from 0: `assets.0.name`, `f-assets-0-name`.

on("click", 'button[name="add_row"]', (button, event) => {
  const field = button.closest("[data-rows]");
  const template = field?.querySelector("template");
  if (!template) return;
  event.preventDefault();
  const row = template.content.firstElementChild.cloneNode(true);
  field.querySelector("tbody").append(row);
  numberRows(field);
  row.querySelector("input, select, textarea")?.focus();
});

on("click", 'button[name="remove_row"]', (button, event) => {
  const field = button.closest("[data-rows]");
  if (!field) return;
  event.preventDefault();
  const row = button.closest("tr");
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  numberRows(field);
  (next?.querySelector('button[name="remove_row"]') ?? field.querySelector('button[name="add_row"]')).focus();
});

function numberRows(field) {
  const place = new RegExp(`\\b(${RegExp.escape?.(field.dataset.rows) ?? field.dataset.rows.replace(/\W/g, "\\$&")}[.-])\\d+`, "g");
  const rows = field.querySelectorAll("tbody > tr");
  rows.forEach((row, index) => {
    row.querySelector("th").textContent = index + 1;
    for (const element of row.querySelectorAll("*")) {
      for (const name of ["id", "name", "for", "aria-labelledby", "aria-describedby"]) renumber(element, name, place, index);
      if (element.name === "remove_row") {
        renumber(element, "value", place, index);
        element.ariaLabel = element.ariaLabel.replace(/\d+/, index + 1);
      }
    }
    renumber(row.querySelector("th"), "id", place, index);
  });
  field.querySelector(".no-rows").hidden = rows.length > 0;
  field.closest("form")?.dispatchEvent(new Event("input", { bubbles: true }));
}

function renumber(element, name, place, index) {
  const value = element.getAttribute(name);
  if (value) element.setAttribute(name, value.replace(place, `$1${index}`));
}
