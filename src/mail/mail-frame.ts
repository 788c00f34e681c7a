/**
 * How a caught mail's HTML is shown: whole, but powerless. Instead of a list of tags thought harmless, the
 * browser is told to run nothing, load nothing, submit nothing, and to treat it as of no origin at all.
 * Only its own inline styles apply, and a link that a person clicks leaves the frame.
 */
export const mailFrameCsp = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-top-navigation-by-user-activation',
].join('; ');

/** The mail's HTML with its links made to open in place of the page around it. */
export function framedMail(html: string): string {
  const base = '<base target="_top">';
  const head = /<head(?:\s[^>]*)?>/i.exec(html);
  if (head === null) return `<!doctype html>${base}${html}`;
  const end = head.index + head[0].length;
  return html.slice(0, end) + base + html.slice(end);
}
