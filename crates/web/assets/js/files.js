// Says beside a file control what was chosen: the control itself lies unseen under a button of the page's own language.

function sayChosen(input) {
  const said = [...document.querySelectorAll("output.file-name")].find((one) => one.htmlFor.contains(input.id));
  if (!said) return;
  const names = [...input.files].map((file) => file.name).join(", ");
  said.textContent = names || said.dataset.none;
  said.toggleAttribute("data-chosen", names !== "");
}

on("change", '.file-control input[type="file"]', sayChosen);
// A browser may keep the choice when one comes back to the page.
addEventListener("pageshow", () => document.querySelectorAll('.file-control input[type="file"]').forEach(sayChosen));
