/** Alerts a player whose match was found, on any page: a vibration and the tab's title. The banner says the rest. */
import { useEffect, useRef } from "react";
import { useInPlay } from "@/hooks/matches/useInPlay";

/** Once per match, if the player is not ready yet. */
export function useMatchAlerts(): void {
  const inPlay = useInPlay();
  const match = inPlay.kind === "match" && inPlay.match.status === "pending" ? inPlay.match : null;
  const waiting = match?.my_seat && !match[match.my_seat].ready ? match : null;
  const id = waiting?.id ?? null;
  const alerted = useRef<number | null>(null);

  useEffect(() => {
    if (id === null) return;
    if (alerted.current !== id) {
      alerted.current = id;
      navigator.vibrate?.([120, 80, 120]);
    }
    return blinkTitle("Match found!");
  }, [id]);
}

/** Alternates the tab's title with `text` every second; returns the function that restores it. */
function blinkTitle(text: string): () => void {
  const title = document.title;
  let shown = false;
  const timer = setInterval(() => {
    shown = !shown;
    document.title = shown ? text : title;
  }, 1_000);
  return () => {
    clearInterval(timer);
    document.title = title;
  };
}
