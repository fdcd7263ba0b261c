/** A page that may choose the frame around it. */
import type { NextPage } from "next";
import type { ReactElement, ReactNode } from "react";

export type FramedPage = NextPage & { frame?: (page: ReactElement) => ReactNode };
