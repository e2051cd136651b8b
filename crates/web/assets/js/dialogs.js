// The text of a clause in place, and a question before a button that takes something away.

on("click", "[data-close]", (button) => button.closest("dialog").close());

on("click", "a[data-clause]", async (link, event) => {
  const dialog = document.getElementById("clause-dialog");
  if (!dialog || !isPlainClick(event)) return;
  event.preventDefault();
  const body = dialog.querySelector("[data-clause-body]");
  dialog.querySelector("[data-clause-page]").href = link.href;
  body.textContent = body.dataset.loading;
  if (!dialog.open) dialog.showModal();
  try {
    const address = new URL(link.href);
    address.searchParams.set("fragment", "1");
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    body.replaceChildren(...parsed.body.childNodes);
  } catch {
    location.href = link.href;
  }
});

on("click", "button[data-confirm]", (button, event) => {
  const dialog = document.getElementById("confirm-dialog");
  if (!dialog || button.dataset.confirmed) return;
  event.preventDefault();
  const title = dialog.querySelector("h2");
  const proceed = dialog.querySelector("[data-proceed]");
  title.textContent = button.dataset.confirm;
  dialog.querySelector("[data-confirm-body]").textContent = button.dataset.confirmText ?? "";
  proceed.textContent = button.dataset.confirmProceed ?? button.textContent;
  proceed.onclick = () => {
    dialog.close();
    button.dataset.confirmed = "yes";
    button.click();
    delete button.dataset.confirmed;
  };
  dialog.showModal();
});

// A click beside a dialog closes it.
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
});
