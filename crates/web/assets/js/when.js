// Fields that are asked for only with certain answers are hidden while they are not. What is written in one, or wrong with it, stays in sight.

const isWritten = (control) => (["checkbox", "radio"].includes(control.type) ? control.checked : control.value !== "");

function showAsked(form) {
  const answers = new FormData(form);
  for (const part of form.querySelectorAll("[data-when-is]")) {
    const wanted = part.dataset.whenIs.split(" ");
    const isAsked = answers.getAll(part.dataset.when).some((answer) => wanted.includes(answer));
    const isUsed = "wrong" in part.dataset || [...part.querySelectorAll("input, select, textarea")].some(isWritten);
    part.hidden = !isAsked && !isUsed;
  }
}

on("change", "form.record-form", (form) => showAsked(form));
for (const form of document.querySelectorAll("form.record-form")) showAsked(form);
