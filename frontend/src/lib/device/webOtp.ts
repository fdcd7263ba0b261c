/**
 * WebOTP: the browser reads the code from an SMS whose last line names our host, once the player has
 * agreed (Chrome on Android; Safari offers the same by `autocomplete="one-time-code"` alone).
 * https://wicg.github.io/web-otp/
 */

type OtpRequest = CredentialRequestOptions & { otp: { transport: ["sms"] } };

/** Calls `onCode` with the digits of the next SMS; the function that it returns ends the wait. */
export function awaitCode(onCode: (digits: string) => void): () => void {
  if (!("OTPCredential" in window)) return () => undefined;
  const wait = new AbortController();
  const request: OtpRequest = { otp: { transport: ["sms"] }, signal: wait.signal };
  navigator.credentials.get(request).then(
    (found) => {
      if (found && "code" in found) onCode(String(found.code));
    },
    () => undefined, // declined, ended, or no SMS came: the player types the code
  );
  return () => wait.abort();
}
