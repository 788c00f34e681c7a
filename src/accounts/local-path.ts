/** Only a path of this site may follow a sign-in: never another site's address. */
export function localPath(path: string): string {
  return /^\/(?![/\\])/.test(path) ? path : '/';
}
