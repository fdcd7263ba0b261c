/** Stands in for XMLHttpRequest, so that a test controls the progress of an upload. */
import { vi } from "vitest";

export class FakeUpload {
  upload: { onprogress: ((event: object) => void) | null } = { onprogress: null };
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  status = 0;
  response: unknown = null;

  static install(): FakeUpload[] {
    const all: FakeUpload[] = [];
    vi.stubGlobal(
      "XMLHttpRequest",
      class extends FakeUpload {
        override send() {
          all.push(this);
        }
      },
    );
    return all;
  }

  open() {}
  setRequestHeader() {}
  send() {}

  progress(share: number) {
    this.upload.onprogress?.({ lengthComputable: true, loaded: share * 100, total: 100 });
  }
  answer(status: number, body: unknown) {
    this.status = status;
    this.response = body;
    this.onload?.();
  }
  fail() {
    this.onerror?.();
  }
}
