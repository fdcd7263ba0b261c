/** A bracket, live, in two views of one model: round by round, or as a whole tree where it is a knockout. */
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { RoundList } from "@/components/tournaments/bracket/RoundList";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Pills } from "@/components/ui/Pills";
import { Skeleton } from "@/components/ui/Skeleton";
import { currentRound, currentSection, inWords, mySpot, playersOf } from "@/lib/tournaments/bracket";
import { isTree } from "@/lib/tournaments/tree";
import type { Rounds } from "@/types/tournament";

// Drawn only when somebody asks for it.
const BracketTree = dynamic(() => import("@/components/tournaments/bracket/BracketTree").then((m) => m.BracketTree), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

type View = "rounds" | "tree";
const VIEWS: readonly (readonly [View, string])[] = [
  ["rounds", "Rounds"],
  ["tree", "Whole tree"],
];
/** A wide screen opens with the tree. */
const WIDE = "(min-width: 640px)";

type Props = {
  rounds: Rounds;
  /** The seed of the player who looks, if they take part. */
  seed: number | null;
  /** Shown on another site: nothing leads away from it. */
  embedded?: boolean;
};

export function TournamentBracket({ rounds, seed, embedded = false }: Props) {
  const sections = useMemo(() => inWords(rounds), [rounds]);
  const players = useMemo(() => playersOf(rounds.players), [rounds.players]);
  const hasTree = isTree(sections);
  const [chosen, setView] = useState<View>(() => (window.matchMedia?.(WIDE).matches ? "tree" : "rounds"));
  const view = hasTree ? chosen : "rounds";
  const mine = useMemo(() => mySpot(sections, seed), [sections, seed]);
  // Follows what is played, until somebody looks elsewhere.
  const [looked, setLooked] = useState<{ section: number; round: number } | null>(null);
  const [jumps, setJumps] = useState(0);
  const section = Math.min(looked?.section ?? mine?.section ?? currentSection(sections), sections.length - 1);
  const shown = sections[section];
  if (!shown) return <EmptyState title="No bracket yet">It is drawn when check-in has closed.</EmptyState>;
  const follow = mine?.section === section && looked === null ? mine.round : currentRound(shown);
  const round = Math.min(looked?.section === section ? looked.round : follow, shown.rounds.length - 1);
  const jump = () => {
    if (mine) setLooked({ section: mine.section, round: mine.round });
    setJumps(jumps + 1);
  };
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-3">
        {hasTree ? (
          <div className="min-w-0 grow">
            <Pills legend="How to show it" name="view" joined options={VIEWS} value={view} onChange={setView} />
          </div>
        ) : null}
        {mine ? (
          <Button tone="plain" aria-label="Jump to my match" onClick={jump}>
            My match
          </Button>
        ) : null}
      </div>
      {view === "tree" ? (
        <BracketTree sections={sections} players={players} seed={seed} embedded={embedded} jumps={jumps} />
      ) : (
        <RoundList
          sections={sections}
          at={{ section, round }}
          onChange={setLooked}
          players={players}
          seed={seed}
          mine={mine?.match ?? null}
          embedded={embedded}
          jumps={jumps}
        />
      )}
      <Legend simulated={rounds.players.some(({ is_simulated: demo }) => demo)} />
    </div>
  );
}

function Legend({ simulated }: { simulated: boolean }) {
  return (
    <p className="text-xs text-muted">
      ✓ goes on · ▶ being played · ? in dispute · ! overdue · F forfeit · – no opponent (a bye) · in italics: not known
      yet{simulated ? " · dotted in the tree: a simulated player of the demo" : ""}.
    </p>
  );
}
