/** Everything that is kept about the player, as a file. */
import { useMutation } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import { fileName } from "@/lib/api/download";

export type DataKind = "json" | "csv";

const NAMES = { json: "wagewars.json", csv: "wagewars.zip" } as const;

export function useMyData() {
  return useMutation({
    mutationFn: async (format: DataKind): Promise<File> => {
      const answer = await api.GET("/api/v1/users/me/export", { params: { query: { format } }, parseAs: "blob" });
      // Typed as JSON, but it is a file to keep.
      const blob = orThrow<unknown>(answer) as Blob;
      const named = answer.response.headers.get("Content-Disposition");
      return new File([blob], fileName(named, NAMES[format]), { type: blob.type });
    },
  });
}
