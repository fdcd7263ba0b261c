import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PasskeyLogin } from "@/components/auth/PasskeyLogin";
import { WithdrawByPasskey } from "@/components/payments/withdraw/ByPasskey";
import { Passkeys } from "@/components/profile/security/passkeys/Passkeys";
import { bytes, text } from "@/lib/passkeys";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { renderApp } from "@/tests/support/renderApp";

const phone = {
  id: 7,
  name: "My phone",
  may_be_copied: true,
  created_at: "2026-11-29T10:00:00.000Z",
  last_used_at: null,
};
const ASKED = { challenge: "AQID", site: "localhost", timeout: 300_000, allowed: ["BAUG"] };
const buffer = (...numbers: number[]) => new Uint8Array(numbers).buffer;
const SIGNED = {
  id: "BAUG",
  response: {
    clientDataJSON: buffer(1),
    authenticatorData: buffer(2),
    signature: buffer(255, 239),
    userHandle: buffer(4),
  },
};
const SENT = { id: "BAUG", client_data: "AQ", authenticator_data: "Ag", signature: "_-8", user_handle: "BA" };

const get = vi.fn<(options: CredentialRequestOptions) => Promise<unknown>>();
const create = vi.fn<(options: CredentialCreationOptions) => Promise<unknown>>();

beforeEach(() => {
  get.mockResolvedValue(SIGNED);
  create.mockResolvedValue({ id: "BAUG", response: { clientDataJSON: buffer(1), attestationObject: buffer(9) } });
  vi.stubGlobal("PublicKeyCredential", class {});
  vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { credentials: { get, create } }));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

test("base64url goes both ways, with the letters that differ from base64", () => {
  expect(text(bytes("_-8").buffer)).toBe("_-8");
  expect([...bytes("_-8")]).toEqual([255, 239]);
});

test("the first passkey takes the password, a code, and then the device", async () => {
  const sent: unknown[] = [];
  const keep = (answer: Response) => (request: { body: string }) => {
    sent.push(JSON.parse(request.body));
    return answer;
  };
  fakeApi({
    "GET /api/v1/auth/passkeys": () => json({ items: [] }),
    "POST /api/v1/auth/passkeys/code": keep(json({ resend_after: 60, ends_in: 300 }, 202)),
    "POST /api/v1/auth/passkeys/options": keep(
      json({
        challenge: "AQID",
        site: "localhost",
        timeout: 1,
        handle: "BA",
        name: "amina",
        known: [],
        algorithms: [-7],
      }),
    ),
    "POST /api/v1/auth/passkeys": keep(json(phone, 201)),
  });
  const { player, findByRole, getByRole, getByLabelText, findByLabelText } = renderApp(<Passkeys />);
  await player.click(await findByRole("button", { name: "Add a passkey" }));
  await player.clear(getByLabelText("Name of the passkey"));
  await player.type(getByLabelText("Name of the passkey"), "My phone");
  await player.type(getByLabelText("Your password"), "Karibu-WageWars-1");
  await player.click(getByRole("button", { name: "Send me a code by SMS" }));
  await player.type(await findByLabelText("Code from the SMS"), "936023");
  await player.click(getByRole("button", { name: "Add the passkey" }));
  await findByRole("button", { name: "Add a passkey" });
  expect(sent).toEqual([
    { password: "Karibu-WageWars-1" },
    { code: "936023" },
    { name: "My phone", id: "BAUG", client_data: "AQ", attestation: "CQ" },
  ]);
  const asked = create.mock.calls[0]?.[0].publicKey;
  expect(asked?.authenticatorSelection).toMatchObject({ residentKey: "required", userVerification: "required" });
});

test("one that is there allows its removal, and a device that says no is no lack of connection", async () => {
  let items = [phone];
  fakeApi({
    "GET /api/v1/auth/passkeys": () => json({ items }),
    "POST /api/v1/auth/passkeys/7/proof": () => json(ASKED),
    "POST /api/v1/auth/passkeys/7/remove": (request) => {
      expect(JSON.parse(request.body)).toEqual({ passkey: SENT });
      items = [];
      return new Response(null, { status: 204 });
    },
  });
  get.mockRejectedValueOnce(new DOMException("no", "NotAllowedError"));
  const { player, findByRole, getByRole, findByText, queryByText } = renderApp(<Passkeys />);
  await player.click(await findByRole("button", { name: "Remove" }));
  await player.click(getByRole("button", { name: "Remove the passkey, by a passkey" }));
  await findByText("No passkey was used. Try again, or use another way.");
  await player.click(getByRole("button", { name: "Remove the passkey, by a passkey" }));
  await vi.waitFor(() => expect(queryByText("My phone")).toBeNull());
  expect(get.mock.calls[1]?.[0].publicKey?.userVerification).toBe("required");
});

test("a log-in by a passkey needs no name, and a refused one says so", async () => {
  const answers = [
    problem(422, "passkey_wrong"),
    json({ access_token: "a.b.c", token_type: "bearer", expires_in: 600 }),
  ];
  fakeApi({
    "POST /api/v1/auth/passkeys/sign-in/options": () => json({ ...ASKED, allowed: [] }),
    "POST /api/v1/auth/passkeys/sign-in": () => answers.shift() ?? json({}),
  });
  const { player, getByRole, findByText, queryByRole } = renderApp(<PasskeyLogin />);
  await player.click(getByRole("button", { name: "Log in with a passkey" }));
  await findByText("That passkey was not accepted. Try again, or use another way.");
  await player.click(getByRole("button", { name: "Log in with a passkey" }));
  await vi.waitFor(() => expect(queryByRole("alert")).toBeNull());
  expect(get.mock.calls[0]?.[0].publicKey?.allowCredentials).toEqual([]);
});

test("a browser that offers passkeys by itself is asked once, and a refusal of that is told once", async () => {
  vi.stubGlobal("PublicKeyCredential", Object.assign(vi.fn(), { isConditionalMediationAvailable: async () => true }));
  const api = fakeApi({
    "POST /api/v1/auth/passkeys/sign-in/options": () => json({ ...ASKED, allowed: [] }),
    "POST /api/v1/auth/passkeys/sign-in": () => problem(422, "passkey_wrong"),
  });
  const { findByText } = renderApp(<PasskeyLogin />);
  await findByText("That passkey was not accepted. Try again, or use another way.");
  expect(get.mock.calls[0]?.[0].mediation).toBe("conditional");
  expect(api.requestsTo("POST", "/api/v1/auth/passkeys/sign-in/options")).toHaveLength(1);
});

test("a withdrawal whose passkey is refused goes back to the wallet", async () => {
  const paths: string[] = [];
  const note = (path: string, answer: () => Response) => () => {
    paths.push(path);
    return answer();
  };
  fakeApi({
    "GET /api/v1/auth/passkeys": () => json({ items: [phone] }),
    "POST /api/v1/payments/withdrawals": note("request", () => json({ id: 12 }, 202)),
    "POST /api/v1/payments/withdrawals/12/passkey": note("ask", () => json(ASKED)),
    "POST /api/v1/payments/withdrawals/12/confirm": note("confirm", () => problem(422, "passkey_wrong")),
    "POST /api/v1/payments/withdrawals/12/cancel": note("cancel", () => json({ id: 12 })),
  });
  const requested = vi.fn();
  const { player, findByRole, findByText } = renderApp(<WithdrawByPasskey amount={200} onRequested={requested} />);
  await player.click(await findByRole("button", { name: "Withdraw with a passkey, without a code" }));
  await findByText("That passkey was not accepted. Try again, or use another way.");
  expect(paths).toEqual(["request", "ask", "confirm", "cancel"]);
  expect(requested).not.toHaveBeenCalled();
});

test("a browser without passkeys is offered none", async () => {
  vi.stubGlobal("PublicKeyCredential", undefined);
  fakeApi({ "GET /api/v1/auth/passkeys": () => json({ items: [] }) });
  const { findByText, queryByRole } = renderApp(
    <>
      <Passkeys />
      <PasskeyLogin />
    </>,
  );
  await findByText("This browser has no passkeys.");
  expect(queryByRole("button")).toBeNull();
});
