/** Whether this browser shows notifications, and the function that switches them on. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { pushState, switchOn } from "@/lib/push";

export const pushQueryOptions = queryOptions({ queryKey: ["push"], queryFn: pushState, networkMode: "always" });

export const usePushState = () => useQuery(pushQueryOptions).data;

export function useSwitchOnPush() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: switchOn,
    onSuccess: (state) => queries.setQueryData(pushQueryOptions.queryKey, state),
  });
}
