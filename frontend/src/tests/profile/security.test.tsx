import { expect, test, vi } from "vitest";
import { ChangeNumber } from "@/components/auth/ChangeNumber";
import { ChangeEmail } from "@/components/profile/security/ChangeEmail";
import { ChangePassword } from "@/components/profile/security/ChangePassword";
import { ChangePhone } from "@/components/profile/security/ChangePhone";
import { deviceName, Devices } from "@/components/profile/security/Devices";
import { MyData } from "@/components/profile/security/MyData";
import { fileName } from "@/lib/api/download";
import { amina } from "@/tests/support/fixtures";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { renderApp } from "@/tests/support/renderApp";

const SENT = { resend_after: 60, ends_in: 300 };

test("a wrong password is told at its field", async () => {
  fakeApi({ "POST /api/v1/users/me/password": () => problem(422, "password_wrong") });
  const { player, getByLabelText, getByRole, findByText } = renderApp(<ChangePassword username="amina" />);
  await player.type(getByLabelText("Your password now"), "not this one");
  await player.type(getByLabelText("New password"), "Pole-pole-ndio-mwendo");
  await player.click(getByRole("button", { name: "Change password" }));
  await findByText("That is not your password. Type the one you log in with.");
  expect(getByLabelText("Your password now")).toHaveAttribute("aria-invalid", "true");
  expect(getByLabelText("New password")).not.toHaveAttribute("aria-invalid");
});

test("a new number is confirmed by a code, pasted as it came", async () => {
  const codes: unknown[] = [];
  fakeApi({
    "POST /api/v1/users/me/phone": () => json(SENT, 202),
    "POST /api/v1/users/me/phone/confirm": (request) => {
      codes.push(JSON.parse(request.body));
      return json({ ...amina, phone: "254722000002" });
    },
  });
  const { player, getByLabelText, getByRole, findByLabelText } = renderApp(<ChangePhone phone={amina.phone} />);
  await player.type(getByLabelText("New number"), "0722 000 002");
  await player.type(getByLabelText("Your password"), "Karibu-WageWars-1");
  await player.click(getByRole("button", { name: "Send a code to the new number" }));
  await player.click(await findByLabelText("Code from the SMS"));
  await player.paste("936 023");
  await player.click(getByRole("button", { name: "Confirm the new number" }));
  await findByLabelText("New number");
  expect(codes).toEqual([{ code: "936023" }]);
});

test("an e-mail that another player has is told at its field, and the next one is taken", async () => {
  const answers = [problem(409, "email_taken"), json({ ...amina, email: "mpya@mail.example" })];
  fakeApi({ "POST /api/v1/users/me/email": () => answers.shift() ?? json(amina) });
  const { player, getByLabelText, getByRole, findByText } = renderApp(<ChangeEmail email={null} />);
  await player.type(getByLabelText("New e-mail"), "m@x.example");
  await player.type(getByLabelText("Your password"), "old");
  await player.click(getByRole("button", { name: "Change e-mail" }));
  await findByText("You cannot use that e-mail address. Choose another.");
  expect(getByLabelText("New e-mail")).toHaveAttribute("aria-invalid", "true");
  await player.click(getByRole("button", { name: "Change e-mail" }));
  await findByText("You log in with mpya@mail.example from now on.");
  expect(getByLabelText("Your password")).toHaveValue("");
});

test("a mistyped number is corrected before it is confirmed", async () => {
  const asked: unknown[] = [];
  fakeApi({
    "POST /api/v1/users/me/phone": (request) => {
      asked.push(JSON.parse(request.body));
      return json(SENT, 202);
    },
  });
  const { player, getByLabelText, getByRole, findByRole } = renderApp(<ChangeNumber />);
  await player.click(getByRole("button", { name: "Wrong number? Change it" }));
  await player.type(getByLabelText("Your M-Pesa number"), "0712 345 678");
  await player.click(getByRole("button", { name: "Send the code to this number" }));
  await findByRole("button", { name: "Wrong number? Change it" });
  expect(asked).toEqual([{ phone: "0712 345 678" }]);
});

const devices = [
  { id: 7, user_agent: "Mozilla/5.0 (Linux; Android 13) Chrome/153.0 Mobile Safari/537.36", current: true },
  { id: 5, user_agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Safari/604.1", current: false },
].map((device) => ({
  ...device,
  created_at: "2026-11-29T10:00:00.000Z",
  last_used_at: "2026-11-29T10:00:00.000Z",
  payouts_after: null,
}));

test("all other devices are logged out by one button", async () => {
  const ended: string[] = [];
  let left = devices;
  fakeApi({
    "GET /api/v1/auth/sessions": () => json(left),
    "DELETE /api/v1/auth/sessions": () => {
      ended.push("all");
      left = devices.slice(0, 1);
      return new Response(null, { status: 204 });
    },
  });
  const { player, findByRole, findByText, queryByText } = renderApp(<Devices />);
  await findByText("Safari on iPhone");
  await player.click(await findByRole("button", { name: "Log out all other devices" }));
  await findByText("Chrome on Android");
  await expect.poll(() => queryByText("Safari on iPhone")).toBeNull();
  expect(ended).toEqual(["all"]);
});

test("a browser that does not say what it is has a name all the same", () => {
  expect(deviceName("")).toBe("An app");
  expect(deviceName("curl/8.5 Linux")).toBe("An app on Linux");
});

test("everything that is kept is saved as a file, under the name that the API gives it", async () => {
  const saved: File[] = [];
  URL.createObjectURL = vi.fn((file) => {
    saved.push(file as File);
    return "blob:x";
  });
  fakeApi({
    "GET /api/v1/users/me/export": (request) =>
      new Response("PK", {
        headers: {
          "Content-Type": "application/zip",
          "Content-Disposition": `attachment; filename="wagewars-${request.query.get("format")}.zip"`,
        },
      }),
  });
  const { player, getByRole, findByText } = renderApp(<MyData />);
  await player.click(getByRole("button", { name: "CSV tables" }));
  await findByText(/wagewars-csv\.zip, 2 bytes, is saved/);
  expect(saved.map((file) => file.name)).toEqual(["wagewars-csv.zip"]);
});

test("who has taken their data too often is told when they may again", async () => {
  fakeApi({ "GET /api/v1/users/me/export": () => problem(429, "too_many_requests") });
  const { player, getByRole, findByRole } = renderApp(<MyData />);
  await player.click(getByRole("button", { name: "JSON file" }));
  await findByRole("alert");
});
test("a file keeps the name that the API gave it, and nothing else gets into a name", () => {
  const named = 'attachment; filename="wagewars-statement-withdrawal-2026-11-22.pdf"';
  expect(fileName(named, "x.pdf")).toBe("wagewars-statement-withdrawal-2026-11-22.pdf");
  expect(fileName('attachment; filename="../../x"', "mine.csv")).toBe("mine.csv");
  expect(fileName(null, "mine.csv")).toBe("mine.csv");
});
