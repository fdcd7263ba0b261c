/** Says that the phone is offline, and from when what the player sees is. */
import { read } from "@/lib/api/storage";
import { momentWithin } from "@/lib/format/time";

export function OfflineNotice() {
  const at = read("kept-at");
  return (
    <div role="status" className="border-b border-line bg-lifted px-4 py-2 text-center text-sm font-semibold">
      You are offline. {at ? `You see what was known ${momentWithin(at)}` : "What you see may be old"}; we update it
      when you are back.
    </div>
  );
}
