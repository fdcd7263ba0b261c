/** Draws a piece of the app with a fresh cache, as a signed-in player sees it. */
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { Toasts } from "@/components/ui/Toast";
import { AuthProvider } from "@/context/AuthContext";
import { createQueryClient } from "@/hooks/useApi";

export function draw(children: ReactNode) {
  const queries = createQueryClient();
  queries.setDefaultOptions({ queries: { retry: false } });
  const screen = render(
    <QueryClientProvider client={queries}>
      <AuthProvider>
        {children}
        <Toasts />
      </AuthProvider>
    </QueryClientProvider>,
  );
  return { ...screen, queries, player: userEvent.setup() };
}
