/** Uploads a form with progress. `fetch` has no upload progress, so this uses XMLHttpRequest. */
import { accessToken, refreshSession } from "@/lib/api/auth";
import { loadSentences } from "@/lib/api/problem";

type Progress = (share: number) => void;

/** The response as JSON; throws the API's problem, or a TypeError when the server cannot be reached. */
export async function upload(path: string, form: FormData, onProgress: Progress): Promise<unknown> {
  const first = await send(path, form, onProgress);
  const answer =
    first.status === 401 && (await refreshSession()) === "signed-in" ? await send(path, form, onProgress) : first;
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  await loadSentences();
  throw answer.body ?? new Error(`HTTP ${answer.status}`);
}

function send(path: string, form: FormData, onProgress: Progress): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    const token = accessToken();
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => resolve({ status: request.status, body: request.response as unknown });
    request.onerror = () => reject(new TypeError("the server cannot be reached"));
    request.ontimeout = request.onerror;
    request.timeout = 120_000;
    request.send(form);
  });
}
