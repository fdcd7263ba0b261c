/** The link to the page that says how to reach people. */
import Link from "next/link";

export function HelpLink() {
  return (
    <Link
      href="/help"
      className="ml-1 inline-flex min-h-11 items-center font-semibold text-text underline underline-offset-4"
    >
      Help
    </Link>
  );
}
