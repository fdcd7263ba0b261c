import { afterEach, describe, expect, it, vi } from "vitest";
import { ENOUGH_BYTES, shrink } from "@/lib/device/shrink";

/** A fake canvas: how many bytes a picture has per pixel, and which formats it can write. */
function browser(size: { width: number; height: number }, { webp = true, bytesPerPixel = 0.3 } = {}) {
  const close = vi.fn();
  vi.stubGlobal("createImageBitmap", vi.fn().mockResolvedValue({ ...size, close }));
  const written: { type: string; width: number; height: number }[] = [];
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue({ drawImage: vi.fn() } as never);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation(function (
    this: HTMLCanvasElement,
    give: BlobCallback,
    type = "image/png",
    quality = 1,
  ) {
    const kind = type === "image/webp" && !webp ? "image/png" : type;
    written.push({ type: kind, width: this.width, height: this.height });
    const bytes = Math.round(this.width * this.height * bytesPerPixel * (quality as number));
    give(new Blob([new Uint8Array(bytes)], { type: kind }));
  });
  return { written, close };
}

const photo = (bytes: number) => new Blob([new Uint8Array(bytes)], { type: "image/jpeg" });

afterEach(() => vi.restoreAllMocks());

describe("a picture before it is sent", () => {
  it("is made small, and keeps its shape", async () => {
    const { written, close } = browser({ width: 4000, height: 2250 });
    const small = await shrink(photo(5_000_000));
    expect(small.size).toBeLessThanOrEqual(ENOUGH_BYTES);
    expect(small.type).toBe("image/webp");
    expect(written[0]).toMatchObject({ width: 1600, height: 900 });
    expect(close).toHaveBeenCalled();
  });

  it("is a JPEG where the browser cannot write WebP", async () => {
    browser({ width: 4000, height: 2250 }, { webp: false });
    expect((await shrink(photo(5_000_000))).type).toBe("image/jpeg");
  });

  it("stays as it is when it is small already", async () => {
    browser({ width: 800, height: 450 });
    const small = photo(90_000);
    expect(await shrink(small)).toBe(small);
  });

  it("stays readable even if that costs more bytes", async () => {
    const { written } = browser({ width: 4000, height: 2250 }, { bytesPerPixel: 3 });
    expect((await shrink(photo(9_000_000))).size).toBeGreaterThan(ENOUGH_BYTES);
    expect(Math.min(...written.map((one) => one.width))).toBeGreaterThanOrEqual(800);
  });

  it("is drawn anew if the API does not read its kind, however small it is", async () => {
    browser({ width: 800, height: 450 }, { webp: false, bytesPerPixel: 0.5 });
    const iphone = new Blob([new Uint8Array(90_000)], { type: "image/heic" });
    expect((await shrink(iphone)).type).toBe("image/jpeg");
  });

  it("goes to the server as it is when this browser cannot read it", async () => {
    vi.stubGlobal("createImageBitmap", vi.fn().mockRejectedValue(new Error("no")));
    const odd = photo(3_000_000);
    expect(await shrink(odd)).toBe(odd);
  });
});
