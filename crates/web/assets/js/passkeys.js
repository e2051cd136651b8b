// Passkeys: the browser is asked with what the server says, and its answer goes back with the form.

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const problem = form.querySelector("[role=alert]");
    const isNew = form.elements.act?.value === "passkey_add";
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      problem.hidden = true;
      try {
        const asked = await fetch(form.dataset.passkey, { method: "POST" });
        if (!asked.ok) throw new Error(asked.statusText);
        const { token, options } = await asked.json();
        const publicKey = isNew
          ? PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey)
          : PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey);
        const answer = isNew ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey });
        form.elements.token.value = token;
        form.elements.answer.value = JSON.stringify(answer);
        form.requestSubmit();
      } catch {
        problem.textContent = form.dataset.failed;
        problem.hidden = false;
      }
    });
  }
}
