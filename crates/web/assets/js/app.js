// Enhancement only: every page works without this. One module, served in one file with those beside it.

const language = document.documentElement.lang;
const fill = (text, name, value) => (text ?? "").replace(`{${name}}`, value);
const isPlainClick = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** Calls `act` with the element that matches, for events of elements that are there now or later. */
const on = (type, selector, act) =>
  document.addEventListener(type, (event) => {
    const element = event.target instanceof Element ? event.target.closest(selector) : null;
    if (element) act(element, event);
  });

/** Whether the office's own font is missing, or a name has a character that few fonts hold. */
const needsFont = () => {
  const pen = document.createElement("canvas").getContext("2d");
  const width = (font) => {
    pen.font = `40px ${font}`;
    return pen.measureText("WWWiii").width;
  };
  return width('"BIZ UDPGothic", monospace') === width("monospace") || /[\u{20000}-\u{3ffff}]/u.test(document.body.textContent);
};

if (needsFont()) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = document.documentElement.dataset.fonts;
  document.head.append(sheet);
}

on("click", "[data-print]", () => window.print());

// Browsers lend the clipboard to https and localhost only.
if (!navigator.clipboard) for (const button of document.querySelectorAll("[data-copy]")) button.hidden = true;

on("click", "[data-copy]", async (button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.textContent;
  button.textContent = button.dataset.copied;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => (button.textContent = label), 2000);
});

// An open column chooser closes when one goes elsewhere.
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.columns-chooser[open]")) if (!open.contains(event.target)) open.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.columns-chooser[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// One who comes from the error summary can type at once.
on("click", ".error-summary a", (link, event) => {
  const target = document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.closest(".field")?.scrollIntoView({ block: "center" });
});
