// Dates in any spelling: says beside the field how the server understands what is typed.

const echoes = new WeakMap();

on("input", "[data-date-echo]", (input) => {
  const earlier = echoes.get(input);
  clearTimeout(earlier?.timer);
  earlier?.stop.abort();
  const stop = new AbortController();
  echoes.set(input, { stop, timer: setTimeout(() => echoDate(input, stop.signal), 300) });
});

async function echoDate(input, signal) {
  const output = [...document.querySelectorAll("output")].find((one) => one.htmlFor.contains(input.id));
  if (!output) return;
  const text = input.value.trim();
  if (!text) return sayDate(output, "", "");
  try {
    const answer = await fetch(`/api/dates?${new URLSearchParams({ text })}`, { signal, headers: { accept: "application/json", "accept-language": language } });
    const said = await answer.json();
    sayDate(output, said.meaning ?? said.message ?? "", said.meaning ? "good" : "bad");
    if (said.meaning) forgive(input);
  } catch {
    // Offline or typed on: the server says it when the form is saved.
  }
}

/** What the server had against the old answer no longer stands beside one that it can read. */
function forgive(input) {
  const error = document.getElementById(`${input.id}-error`);
  if (!error) return;
  const rest = input.getAttribute("aria-describedby").split(" ").filter((id) => id !== error.id);
  if (rest.length) input.setAttribute("aria-describedby", rest.join(" "));
  else input.removeAttribute("aria-describedby");
  input.removeAttribute("aria-invalid");
  input.closest(".field")?.classList.remove("wrong");
  error.remove();
  forget(input.id);
}

/** The summary above the form lists what is left. */
function forget(id) {
  const summary = document.querySelector(".error-summary");
  summary?.querySelector(`a[href="#${CSS.escape(id)}"]`)?.closest("li").remove();
  const left = summary?.querySelectorAll("li").length;
  if (left === 0) return summary.remove();
  const count = summary?.querySelector("h2").lastChild;
  if (count) count.data = count.data.replace(/\d+/, left);
}

function sayDate(output, text, state) {
  output.textContent = text;
  output.dataset.state = state;
}
