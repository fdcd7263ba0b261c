/** Makes a phone's photo small enough for a phone's data bundle, while names on a scoreboard stay readable. */

const LONGEST_SIDE = 1920;
const QUALITY = 0.82;
/** Below this a picture is sent as it is: a second encoding would cost sharpness and save little. */
const SMALL = 350 * 1024;
const KNOWN = ["image/jpeg", "image/png", "image/webp"];

/** The size to draw a picture at: never larger than it is. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** A smaller JPEG of the picture; the picture itself where that is not possible or not smaller. */
export async function shrink(file: File): Promise<File> {
  const known = KNOWN.includes(file.type);
  if (known && file.size <= SMALL) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const { width, height } = fitted(picture.width, picture.height);
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
    picture.close();
    const smaller = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (!smaller || (known && smaller.size >= file.size)) return file;
    return new File([smaller], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    // A format this phone cannot draw: the API says whether it can read it.
    return file;
  }
}
