/** The type of a page that chooses its frame. */
import type { NextPage } from "next";
import type { ReactElement, ReactNode } from "react";

export type FramedPage = NextPage & {
  frame?: (page: ReactElement) => ReactNode;
  /** Never signs anybody in, so that a page of another site that frames it frames nobody's account. */
  hasNoSession?: boolean;
};
