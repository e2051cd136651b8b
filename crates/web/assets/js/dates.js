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
  } catch {
    // Offline or typed on: the server says it when the form is saved.
  }
}

function sayDate(output, text, state) {
  output.textContent = text;
  output.dataset.state = state;
}
