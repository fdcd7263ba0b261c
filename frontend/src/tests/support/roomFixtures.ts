/** The room of a match for tests. */
import type { Room, RoomMessage } from "@/types/room";

export function aMessage(changes: Partial<RoomMessage> = {}): RoomMessage {
  return {
    id: 1,
    seat: "player2",
    is_mine: false,
    preset: null,
    text: "I am in the lobby",
    is_masked: false,
    is_hidden: false,
    is_reported: false,
    created_at: "2026-11-22T16:02:00Z",
    ...changes,
  };
}

export function aRoom(items: RoomMessage[] = [], changes: Partial<Room> = {}): Room {
  return { items, can_write: true, closed_reason: null, is_muted: false, silenced_until: null, ...changes };
}

/** A conversation with everything in it that a bubble can be. */
export const aTalk = (text: string): RoomMessage[] => [
  aMessage({ id: 1, preset: "on_my_way", text: null }),
  aMessage({ id: 2, seat: "player1", is_mine: true, preset: "hosting", text: null }),
  aMessage({ id: 3, text }),
  aMessage({ id: 4, text: "Call me on ••• please", is_masked: true, created_at: "2026-11-22T16:03:00Z" }),
  aMessage({ id: 5, text: null, is_hidden: true, created_at: "2026-11-22T16:03:10Z" }),
  aMessage({ id: 6, text, seat: "player1", is_mine: true, created_at: "2026-11-22T16:04:00Z" }),
  aMessage({ id: 7, text: "gg", is_reported: true, created_at: "2026-11-22T16:05:00Z" }),
];
