/** The session of the signed-in player. */
import { use } from "react";
import { AuthContext, type AuthValue } from "@/context/AuthContext";

export function useAuth(): AuthValue {
  const value = use(AuthContext);
  if (!value) throw new Error("useAuth needs AuthProvider above it");
  return value;
}
