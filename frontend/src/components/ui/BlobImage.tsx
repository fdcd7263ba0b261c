/** An image whose bytes are in memory; its object URL lives as long as it is on screen. */
import { useCallback } from "react";

export function BlobImage({ blob, className }: { blob: Blob; className: string }) {
  const show = useCallback(
    (image: HTMLImageElement) => {
      const url = URL.createObjectURL(blob);
      image.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [blob],
  );
  // eslint-disable-next-line @next/next/no-img-element -- the bytes are on this phone already
  return <img ref={show} alt="" className={className} />;
}
