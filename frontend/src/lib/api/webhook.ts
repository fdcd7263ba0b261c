/** Which M-Pesa callback paths the web process forwards, and to which address. */

const CALLBACK_PATH = /^\/hooks\/d\/[A-Za-z0-9_-]{16,128}\/[a-z0-9]+(?:\/[a-z]+)?$/;

/** The address at the API for a callback path, or null when the path is not a callback. */
export function callbackTarget(apiUrl: string, path: string | string[] | undefined): string | null {
  if (typeof path !== "string" || !CALLBACK_PATH.test(path)) return null;
  return `${apiUrl.replace(/\/+$/, "")}${path}`;
}
