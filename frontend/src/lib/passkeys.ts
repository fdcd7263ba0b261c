/** Passkeys: from the API's questions to the browser's, and from its answers to the API's. */
import { sentenceFor } from "@/lib/api/problem";
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];
export type Signature = Schemas["PasskeySignature"];

/** True where this browser has passkeys. */
export const hasPasskeys = (): boolean => typeof PublicKeyCredential === "function";

/** True where it offers them in the field of the name, before anybody presses a button. */
export const offersPasskeys = async (): Promise<boolean> =>
  hasPasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable?.()) === true;

/** What the player reads when it did not work: a browser says the same whether they or the device said no. */
export const passkeySentence = (error: unknown): string =>
  error instanceof DOMException ? "No passkey was used. Try again, or use another way." : sentenceFor(error);

/** Asks the device for a signature; `quietly` offers it in the field of the name until `signal` ends that. */
export async function sign(
  asked: Schemas["PasskeyToSign"],
  { quietly = false, signal }: { quietly?: boolean; signal?: AbortSignal } = {},
): Promise<Signature> {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(asked.challenge),
      rpId: asked.site,
      timeout: asked.timeout,
      userVerification: "required",
      allowCredentials: described(asked.allowed),
    },
    ...(quietly && { mediation: "conditional" }),
    ...(signal && { signal }),
  });
  const { id, response } = credential as PublicKeyCredential;
  const answer = response as AuthenticatorAssertionResponse;
  return {
    id,
    client_data: text(answer.clientDataJSON),
    authenticator_data: text(answer.authenticatorData),
    signature: text(answer.signature),
    user_handle: answer.userHandle ? text(answer.userHandle) : null,
  };
}

/** Lets the device make a passkey that its owner will know as `name`. */
export async function make(asked: Schemas["PasskeyToMake"], name: string): Promise<Schemas["NewPasskey"]> {
  const credential = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(asked.challenge),
      rp: { id: asked.site, name: "WageWars" },
      user: { id: bytes(asked.handle), name: asked.name, displayName: asked.name },
      pubKeyCredParams: asked.algorithms.map((alg) => ({ type: "public-key", alg })),
      timeout: asked.timeout,
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      excludeCredentials: described(asked.known),
      attestation: "none",
    },
  });
  const { id, response } = credential as PublicKeyCredential;
  const answer = response as AuthenticatorAttestationResponse;
  return { name, id, client_data: text(answer.clientDataJSON), attestation: text(answer.attestationObject) };
}

const described = (ids: string[]): PublicKeyCredentialDescriptor[] =>
  ids.map((id) => ({ type: "public-key", id: bytes(id) }));

/** base64url, as the API writes it. */
export const bytes = (encoded: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(encoded.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

export const text = (data: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(data)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
