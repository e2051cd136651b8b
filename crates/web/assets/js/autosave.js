// Forms marked `data-autosave` save themselves. Whatever goes wrong, what was typed stays on the screen and is tried again.

const PAUSE = 1500;
const RETRY = [5_000, 10_000, 20_000, 30_000];

class Autosave {
  #timer = 0;
  #tries = 0;
  #isDirty = false;
  #state = "saved";
  #running = null;

  constructor(form) {
    this.form = form;
    this.note = form.querySelector("[data-autosave-state]");
    form.addEventListener("input", () => this.#touch());
    form.addEventListener("change", () => this.#touch());
    form.addEventListener("submit", (event) => this.#submit(event));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#leave() : this.#retry()));
    addEventListener("pagehide", () => this.#leave());
    addEventListener("online", () => this.#retry());
    addEventListener("beforeunload", (event) => {
      if (this.#hasFailed()) event.preventDefault();
    });
  }

  #hasFailed() {
    return this.#isDirty && (this.#state === "failed" || this.#state === "session");
  }

  #touch() {
    this.#isDirty = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), PAUSE);
  }

  #leave() {
    clearTimeout(this.#timer);
    if (this.#isDirty) this.save();
  }

  #retry() {
    if (this.#hasFailed()) this.save();
  }

  /** Saves before the form is sent: a session that has ended must not swallow what was typed. */
  async #submit(event) {
    if (event.defaultPrevented || this.form.dataset.cleared) return;
    event.preventDefault();
    clearTimeout(this.#timer);
    this.#isDirty = true;
    const state = await this.save();
    if (state !== "saved" && state !== "conflict") {
      this.note?.scrollIntoView({ block: "center" });
      return;
    }
    this.#isDirty = false;
    this.form.dataset.cleared = "yes";
    this.form.requestSubmit(event.submitter);
    delete this.form.dataset.cleared;
  }

  /** Saves once at a time; what is typed meanwhile is saved after it. */
  async save() {
    while (this.#running) await this.#running;
    if (!this.#isDirty) return this.#state;
    this.#running = this.#send();
    const [state, detail] = await this.#running;
    this.#running = null;
    this.#show(state, detail);
    if (state === "failed" || state === "session") this.#again();
    else this.#tries = 0;
    return state;
  }

  async #send() {
    this.#isDirty = false;
    this.#show("saving", {});
    const body = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string"));
    const [state, detail] = await this.#post(body);
    if (state !== "saved") this.#isDirty = true;
    return [state, detail];
  }

  async #post(body) {
    const headers = { accept: "application/json" };
    const url = this.form.dataset.autosave;
    try {
      // A request that outlives the page may carry 64 KB; a longer text goes without that promise.
      const keepalive = body.toString().length < 60_000;
      const answer = await fetch(url, { method: "POST", body, headers, keepalive, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return ["session", {}];
      const isJson = answer.headers.get("content-type")?.includes("json");
      const detail = isJson ? await answer.json() : {};
      if (answer.ok) return ["saved", detail];
      return [answer.status === 409 ? "conflict" : "failed", detail];
    } catch {
      return ["failed", {}];
    }
  }

  #again() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), RETRY[Math.min(this.#tries++, RETRY.length - 1)]);
  }

  #show(state, { at, version, message, href }) {
    this.#state = state;
    if (version !== undefined && this.form.elements.version) this.form.elements.version.value = version;
    this.#banner(state === "session");
    if (!this.note) return;
    const time = at ?? new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    this.note.dataset.state = state;
    this.note.textContent = message ?? fill(this.note.dataset[state], "time", time);
    if (!href) return;
    const link = document.createElement("a");
    link.href = href;
    link.target = "_blank";
    link.textContent = href;
    this.note.append(" ", link);
  }

  #banner(isShown) {
    const shown = document.querySelector(".flash.session");
    if (!isShown) shown?.remove();
    else if (!shown) document.querySelector("main").prepend(document.querySelector("#session-banner").content.cloneNode(true));
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
