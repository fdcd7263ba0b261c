// Sets up an authenticator: log in, show the QR code, confirm a code, show the recovery codes. Or adds a passkey.
const $ = (id) => document.getElementById(id);
let token = "";

async function call(path, options) {
  const answer = await fetch(`/api/v1${path}`, { method: "POST", ...options });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok)
    throw new Error(body.detail ?? `The API answered ${answer.status}.`);
  return body;
}

const json = (body, headers = {}) => ({
  headers: {
    Authorization: `Bearer ${token}`,
    "Content-Type": "application/json",
    ...headers,
  },
  body: JSON.stringify(body),
});

/** Runs a step of a form, and says why it failed. */
const onSubmit = (id, step) =>
  $(id).addEventListener("submit", async (event) => {
    event.preventDefault();
    $("says").textContent = "";
    try {
      await step(new FormData($(id)));
    } catch (error) {
      $("says").textContent = error.message;
    }
  });

/** Logs in; a code counts once and the log-in takes it, so the next one is asked for. */
async function logIn(id, form) {
  if (token !== "") return;
  const [username, password, code] = ["username", "password", "code"].map(
    (name) => form.get(name),
  );
  const login = new URLSearchParams({
    username,
    password,
    ...(code && { code }),
  });
  token = (await call("/auth/login", { body: login })).access_token;
  if (code) {
    $(id).elements.code.value = "";
    throw new Error(
      "Signed in. Now type your authenticator's next code, and press the button again.",
    );
  }
}

onSubmit("begin", async (form) => {
  await logIn("begin", form);
  const code = form.get("code");
  const made = await call(
    "/auth/factor/enrol",
    json(
      { invitation: form.get("invitation") || null },
      code ? { "X-Factor-Code": code } : {},
    ),
  );
  $("qr").src = made.qr;
  $("secret").textContent = made.secret;
  $("begin").hidden = true;
  $("confirm").hidden = false;
});

onSubmit("confirm", async (form) => {
  const { codes } = await call(
    "/auth/factor/confirm",
    json({ code: form.get("code") }),
  );
  for (const code of codes)
    $("codes").append(
      Object.assign(document.createElement("li"), { textContent: code }),
    );
  $("confirm").hidden = true;
  $("done").hidden = false;
});

onSubmit("passkey", async (form) => {
  await logIn("passkey", form);
  const fresh = { "X-Factor-Code": form.get("code") };
  const asked = await call("/auth/passkeys/options", json({}, fresh));
  const made = await makePasskey(asked, form.get("passkey_name"));
  await call("/auth/passkeys", json(made));
  $("says").textContent = "Done. From now on you can sign in with it.";
});
