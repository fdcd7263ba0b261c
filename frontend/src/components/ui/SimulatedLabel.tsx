/** Says that a program plays here, in a demo, and no person. */
export function SimulatedLabel({ player }: { player: { is_simulated: boolean } }) {
  return player.is_simulated ? <span className="block text-xs font-semibold text-muted">Simulated player</span> : null;
}
