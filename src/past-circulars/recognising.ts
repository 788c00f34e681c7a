import type { Knex } from 'knex';
import type { Extraction } from '../extraction/extraction.ts';
import type { Journal } from '../journal/journal.ts';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { countTextless, insertRecognised, listDuePages } from './pages-store.ts';
import { findBytes, listCirculars, type PastCircular } from './past-circulars-store.ts';
import { subjectOf } from './recording.ts';

/** Pages between two commits: what is lost when it is stopped. */
const pagesAtOnce = 5;

export interface RecognisingDeps {
  database: Knex;
  journal: Journal;
  clock: Clock;
  extraction: Pick<Extraction, 'canRecognise' | 'recognise'>;
}

export interface RecognitionReport {
  /** False: tesseract or its French is not there, nothing was tried. */
  able: boolean;
  /** Pages tried, those that gave a text, and those that could not be drawn or read. */
  pages: number;
  recognised: number;
  failed: number;
}

/** Reads the pages without text by tesseract, whenever that is there; it may be stopped anywhere and run again. */
export function createRecognising({ database, journal, clock, extraction }: RecognisingDeps) {
  /** Gives how many pages gave a text, and how many could not be tried. */
  async function recogniseSome(
    actor: string,
    circular: PastCircular,
    bytes: Uint8Array,
    due: { page: number; characters: number }[],
  ) {
    const texts = await extraction.recognise(
      bytes,
      due.map(({ page }) => page),
    );
    let recognised = 0;
    await database.transaction(async (trx) => {
      for (const { page, characters } of due) {
        const text = texts.get(page);
        if (text === undefined) continue;
        const at = instantOf(clock);
        const isNew = await insertRecognised(trx, { circularId: circular.id, page, text, at });
        if (isNew && text.length > characters) recognised += 1;
      }
      if (recognised === 0) return;
      await journal.append(trx, {
        type: 'past-circular.recognised',
        actor,
        subject: subjectOf(circular.id),
        data: { circular: circular.id, pages: recognised },
      });
    });
    return { recognised, failed: due.length - texts.size };
  }

  return {
    /** `told` hears of each circular before it is begun. */
    async recogniseDue(
      actor: string,
      told: (circular: PastCircular, pages: number) => void = () => undefined,
    ): Promise<RecognitionReport> {
      const report = { able: await extraction.canRecognise(), pages: 0, recognised: 0, failed: 0 };
      if (!report.able) return report;
      const counts = await countTextless(database);
      for (const circular of await listCirculars(database)) {
        if ((counts.get(circular.id)?.due ?? 0) === 0) continue;
        const due = await listDuePages(database, circular.id);
        const bytes = await findBytes(database, circular.sha256);
        if (bytes === undefined) continue;
        told(circular, due.length);
        for (let from = 0; from < due.length; from += pagesAtOnce) {
          const some = due.slice(from, from + pagesAtOnce);
          const { recognised, failed } = await recogniseSome(actor, circular, bytes, some);
          report.pages += some.length;
          report.recognised += recognised;
          report.failed += failed;
        }
      }
      return report;
    },
  };
}
