export type Browser = { executablePath: string; env: Record<string, string>; args: string[] };
export function findChromium(): Promise<Browser>;
