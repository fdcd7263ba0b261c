/** The sentence for an error that the player just caused, announced by screen readers; nothing without an error. */
import { Notice } from "@/components/ui/Notice";
import { HelpLink } from "@/components/ui/HelpLink";
import { problemCode, sentenceFor } from "@/lib/api/problem";

export function ErrorNotice({ error, tone = "danger" }: { error: unknown; tone?: "danger" | "stake" }) {
  if (!error) return null;
  return (
    <Notice tone={tone} alert>
      {sentenceFor(error)}
      {problemCode(error) === "account_suspended" ? <HelpLink /> : null}
    </Notice>
  );
}
