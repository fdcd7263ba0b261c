// Passkeys: from the API's options to the browser's, and from its answer to the API's.
const fromText = (text) =>
  Uint8Array.from(
    atob(text.replaceAll("-", "+").replaceAll("_", "/")),
    (letter) => letter.charCodeAt(0),
  );
const toText = (data) =>
  btoa(String.fromCharCode(...new Uint8Array(data)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const described = (ids) =>
  ids.map((id) => ({ type: "public-key", id: fromText(id) }));

/** Asks for a signature; throws if there is none. */
async function signWithPasskey({ challenge, site, timeout, allowed }) {
  const { id, response } = await navigator.credentials.get({
    publicKey: {
      challenge: fromText(challenge),
      rpId: site,
      timeout,
      userVerification: "required",
      allowCredentials: described(allowed),
    },
  });
  return {
    id,
    client_data: toText(response.clientDataJSON),
    authenticator_data: toText(response.authenticatorData),
    signature: toText(response.signature),
    user_handle: response.userHandle ? toText(response.userHandle) : null,
  };
}

/** Makes a passkey that is called `name`; throws if the person or the device does not. */
async function makePasskey(asked, name) {
  const { id, response } = await navigator.credentials.create({
    publicKey: {
      challenge: fromText(asked.challenge),
      rp: { id: asked.site, name: "WageWars staff" },
      user: {
        id: fromText(asked.handle),
        name: asked.name,
        displayName: asked.name,
      },
      pubKeyCredParams: asked.algorithms.map((alg) => ({
        type: "public-key",
        alg,
      })),
      timeout: asked.timeout,
      authenticatorSelection: {
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
      excludeCredentials: described(asked.known),
      attestation: "none",
    },
  });
  return {
    name,
    id,
    client_data: toText(response.clientDataJSON),
    attestation: toText(response.attestationObject),
  };
}
