// Sets up an authenticator: log in, show the QR code, confirm a code, show the recovery codes.
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

onSubmit("begin", async (form) => {
  const [username, password, code] = ["username", "password", "code"].map(
    (name) => form.get(name),
  );
  // A code of the present authenticator counts once: the log-in takes it, so the next one is asked for.
  if (token === "") {
    const login = new URLSearchParams({
      username,
      password,
      ...(code && { code }),
    });
    token = (await call("/auth/login", { body: login })).access_token;
    if (code) {
      $("begin").elements.code.value = "";
      throw new Error(
        "Signed in. Now type your present authenticator's next code, and begin again.",
      );
    }
  }
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
