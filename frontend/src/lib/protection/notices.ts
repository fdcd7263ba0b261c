/** What the law has us show, set at build time (.env.example) and never invented: nothing is shown that is not set. */

/** Who helps with gambling that hurts, such as a name and a number. */
export const HELPLINE = process.env.NEXT_PUBLIC_HELPLINE ?? "";
/** By whom and under which number we are licensed. */
export const LICENCE = process.env.NEXT_PUBLIC_LICENCE ?? "";
