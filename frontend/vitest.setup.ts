import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// A part that is loaded lazily is compiled when a test first shows it, which takes a busy machine over a second.
configure({ asyncUtilTimeout: 3_000 });

// jsdom has no modal dialogs (and tests of the server side have no document at all).
if (typeof document !== "undefined") {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.open = false;
    this.dispatchEvent(new Event("close"));
  };
}

vi.mock("next/router", () => ({
  useRouter: () => ({
    pathname: "/wallet",
    asPath: "/wallet",
    query: {},
    isReady: true,
    push: vi.fn(),
    replace: vi.fn(),
  }),
}));

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  if (typeof document !== "undefined") localStorage.clear();
});
