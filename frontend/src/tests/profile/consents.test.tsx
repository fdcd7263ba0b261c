/** New terms, and the switch for the player's name. */
import { screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { TermsDue } from "@/components/auth/TermsDue";
import { PublicName } from "@/components/profile/security/PublicName";
import { PUBLIC_NAME_VERSION, TERMS_VERSION } from "@/lib/copy/legal";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { amina } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";

const ME = "GET /api/v1/users/me";
const GIVE = "POST /api/v1/users/me/consents";

const SIGNED_IN = {
  "POST /api/v1/auth/refresh": () => json({ access_token: "a", token_type: "bearer", expires_in: 600 }),
};
beforeEach(() => localStorage.setItem("ww.signed-in", "1"));

const consents = (given: boolean) => ({
  items: [
    { subject: "terms", current_version: TERMS_VERSION, version: TERMS_VERSION, given: true, at: amina.created_at },
    { subject: "public_name", current_version: PUBLIC_NAME_VERSION, version: null, given, at: null },
  ],
  shown_as: given ? "amina" : "hidden-3f9a1c7e20b4",
});

test("new terms are asked for on every page, and the notice goes once they are accepted", async () => {
  let due = true;
  const sent: unknown[] = [];
  fakeApi({
    ...SIGNED_IN,
    [ME]: () => json({ ...amina, terms_due: due }),
    [GIVE]: ({ body }) => {
      sent.push(JSON.parse(body));
      due = false;
      return json(consents(false));
    },
  });
  const { player } = renderApp(<TermsDue />);
  await screen.findByText(/Until you accept them you can neither play nor deposit/);
  await player.click(screen.getByRole("button", { name: "I have read and accept them" }));
  await expect.poll(() => screen.queryByText("Our terms have changed")).toBeNull();
  expect(sent).toEqual([{ subject: "terms", version: TERMS_VERSION, given: true }]);
});

test("an app that is out of date says so instead of accepting what nobody has read", async () => {
  fakeApi({
    ...SIGNED_IN,
    [ME]: () => json({ ...amina, terms_due: true }),
    [GIVE]: () => problem(409, "text_has_changed"),
  });
  const { player } = renderApp(<TermsDue />);
  await player.click(await screen.findByRole("button", { name: "I have read and accept them" }));
  await screen.findByText("This text has changed. Reload the page and read the new one.");
});

test("the name is hidden until the player turns it on", async () => {
  let given = false;
  fakeApi({
    ...SIGNED_IN,
    [ME]: () => json(amina),
    "GET /api/v1/users/me/consents": () => json(consents(given)),
    [GIVE]: () => json(consents((given = true))),
  });
  const { player } = renderApp(<PublicName />);
  const toggle = await screen.findByRole("switch");
  expect(toggle).not.toBeChecked();
  await screen.findByText("hidden-3f9a1c7e20b4");
  await player.click(toggle);
  await expect.poll(() => screen.getByRole<HTMLInputElement>("switch").checked).toBe(true);
  await screen.findByText("amina");
});
