/** Archivo, our one typeface (SIL Open Font License, see styles/fonts/OFL.txt): 31 KB for text and display widths. */
import localFont from "next/font/local";

export const archivo = localFont({
  src: "../styles/fonts/archivo.woff2",
  weight: "400 800",
  display: "swap",
  variable: "--font-archivo",
  preload: true,
  declarations: [{ prop: "font-stretch", value: "100% 125%" }],
  fallback: ["system-ui", "Roboto", "sans-serif"],
});
