/** Where a player can go; the phone's tabs show the first five, the wide screen's sidebar all. */
import { Home, ScrollText, Swords, Trophy, User, Wallet, type LucideIcon } from "lucide-react";

export type Place = { href: string; name: string; icon: LucideIcon; covers: (path: string) => boolean };

export const NAV_ITEMS: readonly Place[] = [
  { href: "/dashboard", name: "Home", icon: Home, covers: (path) => path === "/dashboard" },
  {
    href: "/matches/find",
    name: "Play",
    icon: Swords,
    covers: (path) => path === "/matches/find" || path === "/matches/active",
  },
  { href: "/wallet", name: "Wallet", icon: Wallet, covers: (path) => path === "/wallet" },
  {
    href: "/matches/history",
    name: "Matches",
    icon: ScrollText,
    covers: (path) => path === "/matches/history" || path === "/matches/[id]",
  },
  { href: "/profile", name: "Profile", icon: User, covers: (path) => path.startsWith("/profile") },
  {
    href: "/leaderboard",
    name: "Leaderboard",
    icon: Trophy,
    covers: (path) => path === "/leaderboard" || path === "/players/[username]",
  },
];
