import { randomUUID } from 'node:crypto';
import type { PrintRequest } from '../src/render/browser.ts';
import { memoryOfFamily } from '../src/render/process-memory.ts';
import { commandOf, processesMarked } from '../tests/render/processes.ts';
import { createRealBrowser } from '../tests/render/real-browser.ts';
import { median } from './figures.ts';

const [few, many] = [20, 200];
/** Documents printed around each of the two, to take the middle of what is seen: one figure alone jumps. */
const around = 5;

/**
 * What a browser of its own holds after 20 documents and after 200 (megabytes, all its processes), and how
 * many processes are left when it has ended.
 */
export async function watchMemory(
  request: PrintRequest,
  progress: (done: number, all: number) => void,
): Promise<Record<string, number>> {
  const mark = `ESTAFETTE_BENCH_${randomUUID().replaceAll('-', '')}`;
  process.env[mark] = '1';
  const browser = createRealBrowser();
  const own = () => processesMarked(mark).filter((pid) => pid !== process.pid);
  const isMain = (pid: number) => {
    const command = commandOf(pid);
    return command.includes('--headless') && !command.includes('--type=');
  };
  const [afterFew, afterMany]: [number[], number[]] = [[], []];
  try {
    await browser.print(request);
    const main = own().find(isMain);
    if (main === undefined) throw new Error('no browser is running');
    for (let count = 2; count <= many; count += 1) {
      await browser.print(request);
      const seen =
        count > few - around && count <= few ? afterFew : count > many - around ? afterMany : undefined;
      seen?.push(memoryOfFamily(main) / 2 ** 20);
      if (count % few === 0) progress(count, many);
    }
  } finally {
    await browser.close();
    delete process.env[mark];
  }
  const [before, after] = [median(afterFew), median(afterMany)];
  return {
    [`memoryAfter${few}Mb`]: Math.round(before),
    [`memoryAfter${many}Mb`]: Math.round(after),
    memoryRatio: Number((after / before).toFixed(3)),
    processesAfterStop: own().length,
  };
}
