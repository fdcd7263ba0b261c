/** The main amount of a page, in the largest size that fits on a narrow phone. */
import { cx } from "@/lib/utils";

type Props = { children: string; huge?: boolean; className?: string; "data-testid"?: string };

function size(digits: number, huge: boolean): string {
  if (huge && digits <= 8) return "text-[3.125rem] leading-none";
  if (digits <= 10) return "text-3xl";
  return digits <= 13 ? "text-2xl" : "text-xl";
}

export function BigMoney({ children, huge = false, className, ...rest }: Props) {
  return (
    <p className={cx("money", size(children.length, huge), className)} {...rest}>
      {children}
    </p>
  );
}
