export type ChromiumSearch =
  | { kind: 'found'; path: string; source: 'configuration' | 'system' | 'download' }
  | { kind: 'configured-missing'; path: string }
  | { kind: 'snap'; path: string }
  | { kind: 'absent' };

/** Looks for a browser: CHROMIUM_PATH, then the PATH and macOS's applications, then what puppeteer downloaded. */
export function findChromium(
  environment: Record<string, string | undefined>,
  machine?: { platform?: string; home?: string },
): ChromiumSearch;

/** Is this Ubuntu's snap, or the shell script that its `chromium-browser` package puts in its place? */
export function isSnap(path: string): boolean;

/** Does Chromium run inside its sandbox? Given up unasked as root only, where it cannot run. */
export function chromiumSandbox(situation: {
  asked?: 'on' | 'off' | undefined;
  userId?: number | undefined;
}): {
  enabled: boolean;
  reason: 'default' | 'asked' | 'root';
};
