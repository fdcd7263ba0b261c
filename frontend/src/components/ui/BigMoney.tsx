/** The main amount of a page, in the largest size that fits on a narrow phone, whatever the size of the text. */
import { cx } from "@/lib/utils";

type Props = { children: string; huge?: boolean; className?: string; "data-testid"?: string };

function size(digits: number, huge: boolean): string {
  if (huge && digits <= 8) return "text-[min(3.125rem,14vw)] leading-none";
  if (digits <= 10) return "text-[min(2.625rem,12vw)] leading-none";
  return digits <= 13 ? "text-[min(2rem,9.5vw)] leading-tight" : "text-[min(1.5rem,7.5vw)] leading-tight";
}

export function BigMoney({ children, huge = false, className, ...rest }: Props) {
  return (
    <p className={cx("money", size(children.length, huge), className)} {...rest}>
      {children}
    </p>
  );
}
