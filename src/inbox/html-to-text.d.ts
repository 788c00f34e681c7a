declare module 'html-to-text' {
  /** HTML as plain text; the options are the library's own (its README). */
  export function htmlToText(html: string, options: object): string;
}
