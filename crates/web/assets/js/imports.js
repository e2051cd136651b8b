// The rows of an import: a row that is mended comes back in its place, without leaving the page.

// Choosing what to fill shows its page at once; the button beside it is for those without the script.
for (const form of document.querySelectorAll("form[data-send-on-change]")) {
  for (const button of form.querySelectorAll("button")) button.hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}

const rowOf = (number) => document.getElementById(`row-${number}`)?.closest("tr");

/** Puts the parts of the answer in the place of those here. */
function takeOver(answer, ids) {
  for (const id of ids) {
    const [here, there] = [document.getElementById(id), answer.getElementById(id)];
    if (here && there) here.replaceWith(document.importNode(there, true));
  }
}

/** The row as it is now; where there is nothing left to check in it, the next one gets the focus. */
function replaceRow(answer, number) {
  const old = rowOf(number);
  const fresh = answer.getElementById(`row-${number}`)?.closest("tr");
  const next = old.nextElementSibling ?? old.previousElementSibling;
  if (fresh) old.replaceWith(document.importNode(fresh, true));
  else old.remove();
  const row = fresh ? rowOf(number) : next;
  (row?.querySelector("input:not([type=hidden]), textarea") ?? row?.querySelector("[tabindex]"))?.focus();
}

// The enter key mends the row it is pressed in, not the first of the page.
on("keydown", "[data-import-row] input", (input, event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  input.closest(".import-doubt")?.querySelector('button[value^="mend:"]')?.click();
});

// The form keeps itself (autosave.js) before it is sent; then a row is mended in its place, or the import begins.
on("submit", "form[data-import-rows]", async (form, event) => {
  if (event.defaultPrevented || !event.submitter || form.dataset.plain) return;
  const { submitter } = event;
  const number = submitter.value.split(":")[1];
  if (!number) {
    // A second press while the first is at work would only wait.
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    return;
  }
  event.preventDefault();
  form.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, submitter)) });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    // A session that ended, an error, or the last row on the page: the browser goes there itself.
    if (!response.ok || !answer.getElementById("rows")) throw new Error(response.statusText);
    takeOver(answer, ["import-counts", "import-run"]);
    replaceRow(answer, number);
    form.removeAttribute("aria-busy");
  } catch {
    // The form has kept itself already: nothing more is tried before it goes.
    form.dataset.plain = form.dataset.cleared = "yes";
    form.requestSubmit(submitter);
    delete form.dataset.plain;
    delete form.dataset.cleared;
  }
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-import-rows]")) delete form.dataset.sent;
});
