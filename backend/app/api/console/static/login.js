// Signs in to the console by a passkey, where the browser has them: the form is sent with the signature.
const form = document.querySelector("form");
const button = document.getElementById("by-passkey");
const says = document.querySelector("[role=alert]");
button.hidden = !window.PublicKeyCredential;

button.addEventListener("click", async () => {
  says.textContent = "";
  try {
    const answer = await fetch("/docs/passkey", { method: "POST" });
    const body = await answer.json();
    if (!answer.ok)
      throw new Error(body.detail ?? `The API answered ${answer.status}.`);
    const signed = await signWithPasskey(body);
    form.elements.passkey.value = JSON.stringify(signed);
    form.submit();
  } catch (error) {
    says.textContent =
      error instanceof DOMException ? "No passkey was used." : error.message;
  }
});
