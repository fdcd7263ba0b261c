/** Saves or shares a file that was fetched with the bearer token. */

/** The name in a Content-Disposition of the API; `fallback` when it gave none. */
export function fileName(disposition: string | null, fallback: string): string {
  return /filename="([\w.-]+)"/.exec(disposition ?? "")?.[1] ?? fallback;
}

/** Saves the file under its name, by a link with `download`. */
export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  // Slow phones still read the blob after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function canShare(file: File): boolean {
  return typeof navigator.canShare === "function" && navigator.canShare({ files: [file] });
}

/** Opens the phone's share sheet; closing it is not an error. */
export async function shareFile(file: File): Promise<void> {
  try {
    await navigator.share({ files: [file], title: file.name });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return;
    throw error;
  }
}

/** 24200 → "24 KB". */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.round(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
