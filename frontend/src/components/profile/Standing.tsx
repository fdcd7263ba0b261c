/** False claims on record: what follows from them, and until when. A clean record shows nothing. */
import { useQuery } from "@tanstack/react-query";
import { Notice } from "@/components/ui/Notice";
import { api, orThrow } from "@/lib/api/api";
import { moment } from "@/lib/format/time";

const STANDING = "/api/v1/users/me/standing";

export function Standing() {
  const { data: standing } = useQuery({
    queryKey: ["get", STANDING],
    queryFn: async ({ signal }) => orThrow(await api.GET(STANDING, { signal })),
    staleTime: 60_000,
  });
  if (!standing || (standing.strikes.length === 0 && standing.may_play)) return null;
  return (
    <Notice tone={standing.may_play ? "stake" : "danger"} title="Your standing">
      {standing.words}
      {standing.suspended_until ? ` You can play again ${moment(standing.suspended_until)}.` : ""}
    </Notice>
  );
}
