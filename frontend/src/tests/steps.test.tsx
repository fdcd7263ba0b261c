import { act, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { ResetForm } from "@/components/auth/ResetForm";
import { VerifyPhone } from "@/components/auth/VerifyPhone";
import { Modal } from "@/components/ui/Modal";
import { toast } from "@/components/ui/Toast";
import { isolated } from "@/lib/format/name";
import { kes, unbroken } from "@/lib/format/money";
import { writtenDate } from "@/lib/format/time";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { renderApp } from "@/tests/support/renderApp";

const FORGOT = "/api/v1/auth/forgot-password";
const nothing = () => undefined;

const status = (changes = {}) => ({
  "GET /api/v1/auth/verify-phone": () => json({ resend_after: 60, ends_in: 300, ...changes }),
});

beforeEach(() => sessionStorage.clear());

test("a code pasted with a blank in it arrives whole", async () => {
  const api = fakeApi({ ...status(), "POST /api/v1/auth/verify-phone": () => problem(409, "code_wrong") });
  const { player, getByLabelText, getByRole, findByText } = renderApp(
    <VerifyPhone phone="254711000001" onVerified={nothing} />,
  );
  await player.click(getByLabelText("Code from the SMS"));
  await player.paste("936 023");
  await player.click(getByRole("button", { name: "Confirm my number" }));
  await findByText(/That code is not right/);
  expect(api.requestsTo("POST", "/api/v1/auth/verify-phone")[0]?.body).toContain("936023");
});

test("the wait for the first other code is what the API says, wherever the page is opened", async () => {
  fakeApi(status({ resend_after: 45 }));
  const { findByText } = renderApp(<VerifyPhone phone="254711000001" onVerified={nothing} />);
  expect(await findByText(/ask for another in/)).toHaveTextContent(/0:4\d/);
  await findByText(/We sent a 6-digit code by SMS/);
});

test("a code that has ended is not asked for, and a new one is", async () => {
  fakeApi({
    ...status({ resend_after: 0, ends_in: null }),
    "POST /api/v1/auth/resend-code": () => json({ resend_after: 75, ends_in: 300 }, 202),
  });
  const { player, findByRole, findByText } = renderApp(<VerifyPhone phone="254711000001" onVerified={nothing} />);
  await findByText(/can no longer be typed/);
  await player.click(await findByRole("button", { name: "Send me a new code" }));
  expect(await findByText(/ask for another in/)).toHaveTextContent(/1:1\d/);
  await findByText(/We sent a 6-digit code by SMS/);
});

test("who asks too soon waits as long as the refusal says", async () => {
  fakeApi({
    ...status({ resend_after: 0 }),
    "POST /api/v1/auth/resend-code": () => problem(429, "too_many_requests", { retry_after: 45 }),
  });
  const { player, findByRole, findByText } = renderApp(<VerifyPhone phone="254711000001" onVerified={nothing} />);
  await player.click(await findByRole("button", { name: "Send me a new code" }));
  expect(await findByText(/ask for another in/)).toHaveTextContent(/0:4\d/);
});

test("the browser fills in the code that it reads from the SMS, and sends nothing by itself", async () => {
  let abandoned: AbortSignal | undefined;
  vi.stubGlobal("OTPCredential", class {});
  vi.stubGlobal("navigator", {
    ...navigator,
    credentials: {
      get: ({ otp, signal }: { otp: unknown; signal: AbortSignal }) => {
        abandoned = signal;
        return Promise.resolve({ code: "936023", asked: otp });
      },
    },
  });
  const api = fakeApi(status());
  const { findByLabelText, unmount } = renderApp(<VerifyPhone phone="254711000001" onVerified={nothing} />);
  await waitFor(async () => expect(await findByLabelText("Code from the SMS")).toHaveValue("936023"));
  expect(api.requestsTo("POST", "/api/v1/auth/verify-phone")).toEqual([]);
  unmount();
  expect(abandoned?.aborted).toBe(true);
  vi.unstubAllGlobals();
});

test("a reset stays at its second step over a reload, and leads back", async () => {
  fakeApi({ [`POST ${FORGOT}`]: () => json({ resend_after: 60 }, 202) });
  const form = <ResetForm onDone={nothing} />;
  const { player, getByLabelText, getByRole, findByLabelText, unmount } = renderApp(form);
  await player.type(getByLabelText("Username, phone or e-mail"), "amina");
  await player.click(getByRole("button", { name: "Send me a code" }));
  await findByLabelText("Code from the SMS");
  unmount();

  const again = renderApp(form);
  await again.findByLabelText("Code from the SMS");
  // For the password manager: whose new password this is.
  expect(again.container.querySelector('[autocomplete="username"]')).toHaveValue("amina");
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/\d{6}"/);
  await again.player.click(again.getByRole("button", { name: /Use another username/ }));
  await again.findByRole("button", { name: "Send me a code" });
});

test("a message stands inside the open sheet, where it can be seen and heard", async () => {
  const { getByRole, findByText } = renderApp(
    <Modal open onClose={nothing} title="Deposit from M-Pesa">
      Amount
    </Modal>,
  );
  act(() => void toast.say("Copying is blocked here."));
  expect(getByRole("dialog")).toContainElement(await findByText("Copying is blocked here."));
});

test("a name cannot reorder a sentence, and an amount does not break in two", () => {
  expect(isolated("brian_254")).toBe("brian_254");
  expect(isolated("محارب")).toBe("\u2068محارب\u2069");
  expect(kes("1250.50")).not.toContain(" ");
  expect(unbroken("KES 200.00 went to 0745 322 982.")).toBe("KES\u00a0200.00 went to 0745\u00a0322\u00a0982.");
});

test("a date is written out as people say it, and only when it is whole", () => {
  expect(writtenDate("1999-05-17")).toBe("17 May 1999");
  expect(writtenDate("0002-05-17")).toBeNull();
});
