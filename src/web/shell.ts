import { formatShortDay } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Perimeter } from '../kernel/perimeter.ts';
import type { Assets } from './assets.ts';
import type { CurrentOffice, CurrentUser, Page, Role } from './route.ts';
import type { Views } from './views.ts';

export interface NavigationEntry {
  /** Key of the French label. */
  label: string;
  href: string;
  /** Shown to everyone signed in when absent. */
  roles?: readonly Role[];
}

export interface ShellOptions {
  views: Views;
  assets: Assets;
  messages: Messages;
  demonstration: boolean;
  navigation: NavigationEntry[];
  /** Of an office that entered. */
  officeNavigation?: NavigationEntry[];
  formTokenOf(binding: string): string;
}

export interface PageContext {
  user: CurrentUser | undefined;
  /** The office whose own page it is. */
  office?: CurrentOffice | undefined;
  path: string;
  binding: string;
  flash: string | undefined;
}

/** Puts a page's content into the layout: title, banner, navigation, breadcrumb, errors, footer. */
export function createShell(options: ShellOptions) {
  const { views, assets, messages, demonstration, navigation, officeNavigation = [] } = options;

  function entriesOf({ user, office }: PageContext): NavigationEntry[] {
    if (office !== undefined) return officeNavigation;
    if (user === undefined) return [];
    return navigation.filter(
      ({ roles }) => roles === undefined || roles.some((role) => user.roles.includes(role)),
    );
  }

  /** The longest address that leads here is the current one: « /guichet » leads to all that an office has. */
  function navigationOf(context: PageContext) {
    const { path } = context;
    const entries = entriesOf(context);
    const leading = entries.filter(({ href }) => path === href || path.startsWith(`${href}/`));
    const [current] = leading.toSorted((one, other) => other.href.length - one.href.length);
    return entries.map(({ label, href }) => ({
      label: messages(label),
      href,
      current: href === current?.href,
    }));
  }

  return {
    render(template: string, page: Page, context: PageContext): string {
      const errors = (page.errors ?? []).map(({ field, key, params }) => ({
        field,
        message: messages(key, params),
      }));
      const data = {
        formToken: options.formTokenOf(context.binding),
        errors: allOfEachField(errors),
      };
      const main = views.render(template, page.model, data);
      const { user, office } = context;
      const layout = page.layout ?? 'staff';
      // The offices' pages are read on telephones: they have a style of their own, and next to no script.
      const [style, script] = assetsOf[layout];
      return views.render(
        `layouts/${layout}`,
        {
          // Screen readers announce the title first: it has to say that the form was refused.
          documentTitle: `${errors.length > 0 ? `${messages('web.title.refused')} ` : ''}${page.title} – Estafette`,
          title: page.title,
          main,
          errors: errors.map((error) => ({ ...error, label: labelIn(main, error.field) })),
          demonstration,
          navigation: navigationOf(context),
          breadcrumb: page.breadcrumb ?? [],
          hasBreadcrumb: page.breadcrumb !== undefined,
          scripts: [script, ...(page.scripts ?? [])].map((name) => assets.address(`${name}.js`)),
          onDemand: (page.onDemand ?? []).map((name) => ({ name, address: assets.address(`${name}.js`) })),
          stylesheet: assets.address(style),
          ...(office === undefined ? {} : { office: { name: office.name } }),
          ...(user === undefined
            ? {}
            : { user: layout === 'bare' ? namedOnly(user) : identityOf(user, messages) }),
          ...(context.flash === undefined ? {} : { flash: context.flash }),
        },
        data,
      );
    },
  };
}

export type Shell = ReturnType<typeof createShell>;

/** Of each layout, its style and its script. */
const assetsOf = {
  staff: ['estafette.css', 'shell'],
  bare: ['office.css', 'office'],
  public: ['public.css', 'office'],
} as const;

/** How the page itself names a field, as HTML: two refusals in the same words are told apart. Empty when it does not. */
function labelIn(main: string, field: string): string {
  const before = `for="champ-${field}">`;
  const start = field === '' ? -1 : main.indexOf(before);
  if (start < 0) return '';
  return /^[^<]*/.exec(main.slice(start + before.length))?.[0].trim() ?? '';
}

/** A field may be refused for several reasons: all of them stand beside it. */
function allOfEachField(errors: readonly { field: string; message: string }[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { field, message } of errors) {
    const before = found.get(field);
    found.set(field, before === undefined ? message : `${before} ${message}`);
  }
  return found;
}

const namedOnly = ({ name, function: held }: CurrentUser) => ({ name, function: held });

/** Whom the header names; of an auditor, until when they read, and on what when that is bounded. */
function identityOf(user: CurrentUser, messages: Messages) {
  const { missionEndsOn, perimeter } = user;
  return {
    ...namedOnly(user),
    ...(missionEndsOn === undefined
      ? {}
      : { mission: messages('web.mission.until', { day: formatShortDay(missionEndsOn) }) }),
    ...(perimeter === undefined ? {} : { bounds: boundsInWords(perimeter, messages) }),
  };
}

function boundsInWords({ fromYear: from, toYear: to }: Perimeter, messages: Messages): string {
  if (from === undefined) return messages('web.perimeter.notice-until', { to: to ?? '' });
  if (to === undefined) return messages('web.perimeter.notice-from', { from });
  return messages('web.perimeter.notice', { from, to });
}
