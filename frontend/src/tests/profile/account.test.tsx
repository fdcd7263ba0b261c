import { render, waitFor } from "@testing-library/react";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { LoginForm } from "@/components/auth/LoginForm";
import { ProtectedRoute } from "@/components/auth/ProtectedRoute";
import { RegisterForm } from "@/components/auth/RegisterForm";
import { createQueryClient } from "@/hooks/useApi";
import { amina } from "@/tests/support/fixtures";
import { renderApp, inApp } from "@/tests/support/renderApp";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";

test("a wrong password is refused without saying which of the two was wrong", async () => {
  fakeApi({ "POST /api/v1/auth/login": () => problem(401, "wrong_credentials") });
  const { player, getByLabelText, getByRole, findByText } = renderApp(<LoginForm />);
  await player.type(getByLabelText("Username, phone or e-mail"), "amina");
  await player.type(getByLabelText("Password"), "wrong");
  await player.click(getByRole("button", { name: "Log in" }));
  await findByText("That login or password is not right. Check both and try again.");
});

test("before hydration the form cannot be sent, so no password ends up in an address", () => {
  const queries = createQueryClient();
  const html = renderToString(inApp(<LoginForm />, queries));
  expect(html).toMatch(/<form[^>]*method="post"/);
  expect(html).toMatch(/<button type="submit"[^>]*disabled=""/);
});

test("what was typed before hydration is still there after it", async () => {
  const queries = createQueryClient();
  const container = document.body.appendChild(document.createElement("div"));
  container.innerHTML = renderToString(inApp(<LoginForm />, queries));
  container.querySelector("input")?.setRangeText("amina");
  render(inApp(<LoginForm />, queries), { container, hydrate: true });
  await waitFor(() => expect(container.querySelector("button[type=submit]")).toBeEnabled());
  expect(container.querySelector("input")).toHaveValue("amina");
});

async function fill(screen: ReturnType<typeof renderApp>) {
  const { player, getByLabelText } = screen;
  await player.type(getByLabelText("Username"), "zawadi");
  await player.type(getByLabelText("M-Pesa phone number"), "0712 345 678");
  await player.type(getByLabelText("E-mail"), "zawadi@example.com");
  await player.type(getByLabelText("Date of birth"), "1999-05-17");
  await player.type(getByLabelText("Password"), "Karibu-WageWars-1");
  await player.click(getByLabelText(/I have read and accept/));
  await player.click(screen.getByRole("button", { name: "Create account" }));
}

test("a taken name is shown at the name field", async () => {
  fakeApi({ "POST /api/v1/auth/register": () => problem(409, "username_taken") });
  const screen = renderApp(<RegisterForm onRegistered={async () => undefined} />);
  await fill(screen);
  await screen.findByText("That username is taken, or looks like another player's. Choose another.");
  expect(screen.getByLabelText("Username")).toHaveAttribute("aria-invalid", "true");
});

test("all that the API cannot take is shown at once, each at its field", async () => {
  const fields = [
    { field: "password", message: "This is one of the first passwords that attackers try. Choose another." },
    { field: "username", message: "That name could be taken for WageWars or M-Pesa. Choose another." },
    { field: "date_of_birth", message: "You must be 18 or older to play for money." },
  ];
  fakeApi({ "POST /api/v1/auth/register": () => problem(422, "invalid_request", { fields }) });
  const screen = renderApp(<RegisterForm onRegistered={async () => undefined} />);
  await fill(screen);
  for (const { message } of fields) await screen.findByText(message);
  for (const label of ["Username", "Date of birth", "Password"])
    expect(screen.getByLabelText(label)).toHaveAttribute("aria-invalid", "true");
  expect(screen.getByLabelText("E-mail")).not.toHaveAttribute("aria-invalid");
  expect(screen.getByLabelText("Username")).toHaveFocus();
});

test("a new player is signed in with the username and password just typed", async () => {
  fakeApi({ "POST /api/v1/auth/register": () => json({ ...amina, is_verified: false }, 201) });
  const onRegistered = vi.fn(async () => undefined);
  await fill(renderApp(<RegisterForm onRegistered={onRegistered} />));
  await waitFor(() => expect(onRegistered).toHaveBeenCalledWith({ username: "zawadi", password: "Karibu-WageWars-1" }));
});

test("a player without a connection keeps the shell and stays signed in", async () => {
  localStorage.setItem("ww.signed-in", "1");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  const { findByText, queryByText } = renderApp(
    <ProtectedRoute>
      <p>secret balance</p>
    </ProtectedRoute>,
  );
  await findByText(/Your money is safe/);
  expect(queryByText("secret balance")).toBeNull();
  expect(localStorage.getItem("ww.signed-in")).toBe("1");
});

// The last one, since whoever is signed in stays so for the rest of this file.
test("staff is asked for a code as well, and only staff", async () => {
  const api = fakeApi({
    "POST /api/v1/auth/login": ({ body }) =>
      body.includes("code=123456") ? json({ access_token: "token" }) : problem(403, "second_factor_needed"),
  });
  const { player, getByLabelText, queryByLabelText, getByRole, findByLabelText } = renderApp(<LoginForm />);
  await player.type(getByLabelText("Username, phone or e-mail"), "referee");
  await player.type(getByLabelText("Password"), "a long sentence");
  expect(queryByLabelText("Code of your authenticator")).toBeNull();
  await player.click(getByRole("button", { name: "Log in" }));
  await player.type(await findByLabelText("Code of your authenticator"), "123456");
  await player.click(getByRole("button", { name: "Log in" }));
  await waitFor(() => expect(api.requestsTo("POST", "/api/v1/auth/login")).toHaveLength(2));
});
