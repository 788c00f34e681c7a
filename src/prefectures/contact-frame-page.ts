import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import type { CurrentUser, Role } from '../web/route.ts';
import { headName } from './directory-page.ts';
import type { Office } from './office.ts';
import type { Prefectures } from './prefectures.ts';

/** What the pages ask for that change the directory. */
export interface WriterRoutesDeps {
  prefectures: Prefectures;
  messages: Messages;
  clock: Clock;
  writers: readonly Role[];
  actorOf(user: CurrentUser | undefined): string;
}

/** The part of an address that names an office. */
export const officeParams = z.object({ id: z.string().regex(/^OFF-[0-9AB]{2,3}$/) });

/** The office as it is today; throws when there is none. */
export async function demandOffice(prefectures: Prefectures, id: string): Promise<Office> {
  const office = await prefectures.findOffice(id);
  if (office === undefined) throw new AppError('not-found', 'no such office');
  return office;
}

/** What the pages about one office's contacts have around them. */
export function contactFrame(office: Office, title: string, messages: Messages) {
  const breadcrumb = [
    { label: messages('prefectures.directory.title'), href: '/prefectures' },
    { label: headName(office), href: `/prefectures/${office.id}` },
  ];
  return { title, breadcrumb };
}
