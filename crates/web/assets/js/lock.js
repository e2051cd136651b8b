// The lock of a screen that was left alone: what is typed stays beneath it. All tabs lock and open together.

const lock = document.getElementById("lock-dialog");

if (lock) {
  const idle = Number(lock.dataset.idleMinutes) * 60_000;
  const channel = new BroadcastChannel("kitei-lock");
  const problem = lock.querySelector("[role=alert]");
  const password = lock.querySelector("input");
  let used = Date.now();
  let told = 0;

  const close = () => {
    used = Date.now();
    password.value = "";
    problem.hidden = true;
    document.body.classList.remove("locked");
    if (lock.open) lock.close();
  };
  const show = () => {
    if (lock.open) return;
    for (const open of document.querySelectorAll("dialog[open]")) open.close();
    document.body.classList.add("locked");
    lock.showModal();
    password.focus();
  };
  const note = () => {
    if (lock.open) return;
    used = Date.now();
    // Other tabs need to know, but not of every key.
    if (used - told < 5_000) return;
    told = used;
    channel.postMessage("used");
  };

  for (const type of ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"]) {
    document.addEventListener(type, note, { passive: true, capture: true });
  }
  channel.addEventListener("message", ({ data }) => {
    if (data === "unlocked") close();
    if (data === "used" && !lock.open) used = Date.now();
  });
  // Escape and a click beside do not open it.
  lock.addEventListener("cancel", (event) => event.preventDefault());
  lock.addEventListener("click", (event) => event.stopPropagation());
  lock.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams({ password: password.value });
    const answer = await fetch("/unlock", { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      channel.postMessage("unlocked");
      close();
      return;
    }
    problem.textContent = answer.status === 429 ? lock.dataset.wait : lock.dataset.wrong;
    problem.hidden = false;
    password.select();
  });
  // A machine that slept counts the time it slept.
  setInterval(() => Date.now() - used >= idle && show(), 1_000);
}
