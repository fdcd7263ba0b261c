/** Renders a part of the app with a fresh query cache. */
import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { Toasts } from "@/components/ui/Toast";
import { AuthProvider } from "@/context/AuthContext";
import { createQueryClient } from "@/hooks/useApi";

export const inApp = (children: ReactNode, queries: QueryClient) => (
  <QueryClientProvider client={queries}>
    <AuthProvider>
      {children}
      <Toasts />
    </AuthProvider>
  </QueryClientProvider>
);

export function renderApp(children: ReactNode) {
  const queries = createQueryClient();
  queries.setDefaultOptions({ queries: { retry: false } });
  return { ...render(inApp(children, queries)), queries, player: userEvent.setup() };
}
