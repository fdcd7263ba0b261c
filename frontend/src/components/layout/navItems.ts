/** The navigation: the tabs of a phone show the first five items, the sidebar of a wide screen all. */
import { GitMerge, Home, ScrollText, Swords, Trophy, User, Wallet, type LucideIcon } from "lucide-react";

export type NavItem = { href: string; name: string; icon: LucideIcon; covers: (path: string) => boolean };

export const NAV_ITEMS: readonly NavItem[] = [
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
    href: "/tournaments",
    name: "Tournaments",
    icon: GitMerge,
    covers: (path) => path.startsWith("/tournaments"),
  },
  {
    href: "/leaderboard",
    name: "Leaderboard",
    icon: Trophy,
    covers: (path) => path === "/leaderboard" || path === "/players/[username]",
  },
];
