/** Everything that matters about a player: state, money, matches, payments, who shares their phone, notes. */
import Link from "next/link";
import { Loaded } from "@/components/Loaded";
import { Facts, Part } from "@/components/staff/Facts";
import { AccountForm } from "@/components/staff/users/AccountForm";
import { Notes } from "@/components/staff/users/Notes";
import { Notice } from "@/components/ui/Notice";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useMe } from "@/hooks/profile/useProfile";
import { useUserPage } from "@/hooks/staff/useUsers";
import { kes } from "@/lib/format/money";
import { moment } from "@/lib/format/time";
import type { UserPage } from "@/types/staff";

type Props = { userId: number; onPick: (id: number) => void };

export function UserDesk({ userId, onPick }: Props) {
  const { data: me } = useMe();
  const suspends = me?.role === "referee" || me?.role === "admin";
  return (
    <Loaded
      query={useUserPage(userId)}
      skeleton={<SkeletonRows label="Loading the player" rows={6} />}
      failed="This player did not load"
    >
      {(user) => (
        <article aria-label={user.username} className="min-w-0 space-y-6">
          <About user={user} />
          <Sharing user={user} onPick={onPick} />
          <History user={user} onPick={onPick} />
          <Notes user={user} />
          {suspends && user.id !== me?.id ? <AccountForm user={user} isAdmin={me?.role === "admin"} /> : null}
        </article>
      )}
    </Loaded>
  );
}

function About({ user }: { user: UserPage }) {
  return (
    <>
      <h2 className="display text-lg wrap-anywhere">{user.username}</h2>
      {user.suspension ? (
        <Notice
          tone="danger"
          title={`This account is ${user.suspension.kind} since ${moment(user.suspension.imposed_at)}`}
        >
          {user.suspension.reason}
        </Notice>
      ) : user.is_active ? null : (
        <Notice tone="danger" title="This account is shut">
          The owner of the tables has shut it, and opens it again.
        </Notice>
      )}
      <Facts
        items={[
          ["Id", user.id],
          ["Role", user.role],
          ["Phone", `${user.phone}${user.is_verified ? "" : ", not proved"}`],
          ["E-mail", user.email ?? "none"],
          ["Since", moment(user.created_at)],
          ["Signed in on", `${user.devices} ${user.devices === 1 ? "device" : "devices"}`],
          ["Available", kes(user.money.available)],
          ["In play", kes(user.money.in_play)],
          ["On its way out", kes(user.money.withdrawing)],
          ["Owes us", kes(user.money.owed)],
          ...(user.risk_score === null ? [] : ([["Risk", `${user.risk_score} of 100`]] as const)),
        ]}
      />
      <Part name="Strikes" empty={user.strikes.length === 0}>
        <ul className="text-sm">
          {user.strikes.map((one) => (
            <li key={one.match_id}>
              Match {one.match_id}, {moment(one.given_at)}; it lapses {moment(one.lapses_at)}
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}

function Sharing({ user, onPick }: { user: UserPage; onPick: (id: number) => void }) {
  return (
    <Part name="Played on their device, or paid to their number" empty={user.sharing.length === 0}>
      <ul className="flex flex-wrap gap-2 text-sm">
        {user.sharing.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              onClick={() => onPick(one.id)}
              className="min-h-11 rounded-lg border-2 border-edge px-3 font-semibold wrap-anywhere hover:border-text"
            >
              {one.username}
            </button>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function History({ user, onPick }: { user: UserPage; onPick: (id: number) => void }) {
  return (
    <>
      <Part name="Last matches" empty={user.matches.length === 0}>
        <ul className="space-y-1 text-sm">
          {user.matches.map((one) => (
            <li key={one.id} className="wrap-anywhere">
              {moment(one.created_at)}: match {one.id} for {kes(one.wager_amount)} against{" "}
              <button type="button" className="underline underline-offset-4" onClick={() => onPick(one.opponent_id)}>
                player {one.opponent_id}
              </button>
              ,{" "}
              {one.result === null
                ? one.status
                : one.winner_id === user.id
                  ? "won"
                  : one.winner_id === null
                    ? one.result
                    : "lost"}
            </li>
          ))}
        </ul>
      </Part>
      <Part name="Last payments" empty={!user.payments?.length}>
        <ul className="space-y-1 text-sm">
          {user.payments?.map((one) => (
            <li key={`${one.kind} ${one.id}`} className="wrap-anywhere">
              {moment(one.created_at)}:{" "}
              <Link href={`/staff/payments?payment=${one.kind}:${one.id}`} className="underline underline-offset-4">
                {one.kind} {one.id}
              </Link>{" "}
              of {kes(one.amount)}, {one.state.replaceAll("_", " ")}
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}
