import { AppError } from '../kernel/errors.ts';
import type { Fault } from '../kernel/template-model.ts';

/** A template that cannot be used: it stops the start. Carries every fault found, each with its line. */
export class TemplateError extends AppError {
  readonly faults: Fault[];

  constructor(folder: string, faults: Fault[]) {
    const list = faults.map(({ file, line, reason }) => `${file}:${line}: ${reason}`).join('\n');
    super('internal', `template ${folder} is broken\n${list}`, {
      messageKey: 'render.broken-template',
      params: { folder, list },
    });
    this.name = 'TemplateError';
    this.faults = faults;
  }
}
