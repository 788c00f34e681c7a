/**
 * Only a path of this site may follow a sign-in: never another site's address, nor what browsers make one of
 * by dropping a tab or a line break (WHATWG URL, 4.4).
 */
export function localPath(path: string): string {
  return /^\/(?![/\\])\P{Cc}*$/u.test(path) ? path : '/';
}
