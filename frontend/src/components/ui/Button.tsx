/** A button, or a link that looks like one; at least 48 px high, with a busy state. */
import Link from "next/link";
import type { ButtonHTMLAttributes, ComponentProps, ReactNode } from "react";
import { LoadingSpinner } from "@/components/ui/LoadingSpinner";
import { cx } from "@/lib/utils";

export type ButtonTone = "stake" | "win" | "plain" | "quiet" | "danger";

const TONE: Record<ButtonTone, string> = {
  stake: "cut bg-stake text-on-bright hover:bg-stake-press active:translate-y-px",
  win: "cut bg-win text-on-bright active:translate-y-px",
  plain: "cut border-2 border-edge bg-raised text-text hover:border-text active:translate-y-px",
  quiet:
    "rounded-lg text-soft underline decoration-edge decoration-2 underline-offset-4 hover:text-text hover:decoration-text",
  danger: "cut border-2 border-danger text-danger-text active:translate-y-px",
};

type Style = { tone?: ButtonTone; wide?: boolean; large?: boolean };

const classesOf = ({ tone = "stake", wide = false, large = false }: Style, className?: string) =>
  cx(
    "relative inline-flex max-w-full items-center justify-center gap-2 px-5 text-center font-bold transition-[background-color,border-color,transform]",
    "disabled:cursor-not-allowed disabled:opacity-60 aria-busy:cursor-progress",
    large ? "min-h-14 py-1 text-lg" : "min-h-12 py-1 text-base",
    wide && "w-full",
    TONE[tone],
    className,
  );

type Props = Style & { busy?: boolean; busyLabel?: string; icon?: ReactNode } & ButtonHTMLAttributes<HTMLButtonElement>;

export function Button({
  tone,
  wide,
  large,
  busy = false,
  busyLabel,
  icon,
  className,
  children,
  type = "button",
  disabled,
  ...rest
}: Props) {
  return (
    <button
      type={type}
      className={classesOf({ ...(tone && { tone }), ...(wide && { wide }), ...(large && { large }) }, className)}
      aria-busy={busy}
      disabled={disabled === true || busy}
      {...rest}
    >
      {busy ? <LoadingSpinner small /> : icon}
      {busy && busyLabel ? busyLabel : children}
    </button>
  );
}

type LinkProps = Style & { icon?: ReactNode } & Omit<ComponentProps<typeof Link>, "className"> & { className?: string };

export function ButtonLink({ tone, wide, large, icon, className, children, ...rest }: LinkProps) {
  return (
    <Link
      className={classesOf({ ...(tone && { tone }), ...(wide && { wide }), ...(large && { large }) }, className)}
      {...rest}
    >
      {icon}
      {children}
    </Link>
  );
}
