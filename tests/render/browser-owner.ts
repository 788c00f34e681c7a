// Started by a test as a process of its own: owns a browser, says so, and waits to be killed.
import { createRealBrowser } from './real-browser.ts';

const browser = createRealBrowser();
await browser.print({ html: '<!doctype html><title>x</title><p>x</p>', assets: new Map() });
process.stdout.write('printed\n');
setInterval(() => undefined, 1_000_000);
