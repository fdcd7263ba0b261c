/** Calls the player to his match wherever he is: a buzz, the tab's title, and a callback for a toast. */
import { useEffect, useRef } from "react";
import { useInPlay } from "@/hooks/matches/useInPlay";
import type { Match } from "@/types/match";

export function useMatchAlerts(onFound: (match: Match) => void): void {
  const inPlay = useInPlay();
  const match = inPlay.kind === "match" ? inPlay.match : null;
  const called = useRef<number | null>(null);

  useEffect(() => {
    if (!match || match.status !== "pending" || called.current === match.id) return;
    const mine = match.my_seat ? match[match.my_seat] : null;
    called.current = match.id;
    if (mine?.ready) return;
    navigator.vibrate?.([120, 80, 120]);
    onFound(match);
  }, [match, onFound]);

  const calling = match?.status === "pending" && match.my_seat !== null && !match[match.my_seat].ready;
  useEffect(() => {
    if (!calling) return;
    const title = document.title;
    let on = false;
    const timer = setInterval(() => {
      on = !on;
      document.title = on ? "Match found!" : title;
    }, 1_000);
    return () => {
      clearInterval(timer);
      document.title = title;
    };
  }, [calling]);
}
