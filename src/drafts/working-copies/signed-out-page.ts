import type { Messages } from '../../kernel/messages.ts';
import { page, redirect, type Reply } from '../../web/route.ts';
import { splitName } from '../text-controls.ts';

/**
 * What was typed, given back to a browser whose session has ended, to be sent again once it is signed in: the
 * paragraphs to be read and written on, the rest as it came. Only the form's own names are known here.
 */
export function givenBack(
  messages: Messages,
  { path, typed }: { path: string; typed: Readonly<Record<string, string>> },
): Reply {
  const title = messages('writing.signed-out.title');
  if (Object.keys(typed).length === 0) return redirect('/connexion');
  const controls = Object.entries(typed).map(([name, value]) => ({ name, value }));
  const isRead = ({ name }: { name: string }): boolean => splitName(name)?.[0] === 'plain';
  const model = {
    title,
    action: path,
    signIn: `/connexion?suite=${encodeURIComponent(`${path}/session`)}`,
    texts: controls
      .filter(isRead)
      .map(({ name, value }, index) => ({ name, value, number: String(index + 1) })),
    others: controls.filter((control) => !isRead(control)),
  };
  return page('drafts/signed-out', { title, model }, 401);
}
