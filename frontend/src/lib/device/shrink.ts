/** Shrinks a picture before its upload: still readable, and about 200 KB instead of 5 MB. */

/** What the API reads. A picture of another kind, such as an iPhone's HEIC, is drawn anew if this browser can. */
export const READABLE_TYPES: ReadonlySet<string> = new Set(["image/jpeg", "image/png", "image/webp"]);
export const ENOUGH_BYTES = 200 * 1024;
const LONGEST_EDGE = 1600;
const QUALITIES = [0.8, 0.65, 0.5];
const SMALLER = 0.75;
const SMALLEST_EDGE = 800;

/** The picture as WebP, or as JPEG where the browser cannot write WebP; as it was if it is small. */
export async function shrink(file: Blob): Promise<Blob> {
  const picture = await decoded(file);
  // The server may read formats that this browser cannot; it refuses the others.
  if (!picture) return file;
  try {
    const longest = Math.max(picture.width, picture.height);
    const isReadable = READABLE_TYPES.has(file.type);
    if (isReadable && file.size <= ENOUGH_BYTES && longest <= LONGEST_EDGE) return file;
    let best: Blob | null = null;
    for (let edge = Math.min(longest, LONGEST_EDGE); ; edge *= SMALLER) {
      for (const quality of QUALITIES) {
        best = (await drawn(picture, edge / longest, quality)) ?? best;
        if (best && best.size <= ENOUGH_BYTES) return best;
      }
      if (edge * SMALLER < SMALLEST_EDGE) break;
    }
    return best && (best.size < file.size || !isReadable) ? best : file;
  } finally {
    picture.close();
  }
}

async function decoded(file: Blob): Promise<ImageBitmap | null> {
  if (typeof createImageBitmap === "undefined") return null;
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

async function drawn(picture: ImageBitmap, scale: number, quality: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const webp = await encoded(canvas, "image/webp", quality);
  // Safari answers with a PNG when it is asked for WebP.
  return webp?.type === "image/webp" ? webp : encoded(canvas, "image/jpeg", quality);
}

function encoded(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}
