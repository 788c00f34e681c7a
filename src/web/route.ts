import type { Readable } from 'node:stream';
import type { ZodType } from 'zod';
import type { FieldError, Outcome } from '../kernel/outcome.ts';
import type { Perimeter } from '../kernel/perimeter.ts';

export type Role =
  'drafter' | 'reviewer' | 'signatory' | 'dispatcher' | 'auditor' | 'administrator' | 'security';

/**
 * Who may use a route: anyone, anyone signed in, the holders of one of the roles, an office that entered, or a
 * program that bears a token, which no cookie replaces and which opens nothing else.
 */
export type Access = 'public' | 'signed-in' | 'office' | 'bearer' | readonly Role[];

/** The person who acts, as the web knows them. */
export interface CurrentUser {
  id: string;
  name: string;
  function: string;
  roles: readonly Role[];
  /** What an auditor's mission lets them read; absent: everything that their roles open. */
  perimeter?: Perimeter;
  /** The last day of that mission, in Paris. */
  missionEndsOn?: string;
}

/** The person whose token a program bears, and what that token is limited to. */
export interface Bearer {
  tokenId: string;
  user: CurrentUser;
  scopes: readonly string[];
}

/** The office that entered its own pages, as the web knows it: another person than those of the roles. */
export interface CurrentOffice {
  id: string;
  name: string;
  timeZone: string;
  /** What its session was opened with: a code sent to its mailbox, or ProConnect, which tells who holds it. */
  strength: 'code' | 'proconnect';
  holder?: { givenName: string; familyName: string };
  sessionId: string;
}

export interface UploadedFile {
  name: string;
  bytes: Buffer;
}

export interface RouteRequest<Params, Query, Body> {
  params: Params;
  query: Query;
  /** The parsed form; a refused one carries every fault, to be shown beside the fields (status 422). */
  form: Outcome<Body>;
  /** What was typed, as it was typed, to fill a refused form again. */
  typed: Record<string, string>;
  file: UploadedFile | undefined;
  /** Of a route that says it itself: a file came, larger than the route takes, and was not read. */
  fileTooLarge: boolean;
  /** Present on every route that asks for a person. */
  user: CurrentUser | undefined;
  /** Present on every route that asks for an office. */
  office: CurrentOffice | undefined;
  /** Present on every route that asks for a token. */
  bearer: Bearer | undefined;
  /** The session's token, for signing out: the office's on a route that asks for one. */
  sessionToken: string | undefined;
  /**
   * The cookies that this browser came with, the visitor's own last: what one page begins is tied to one of
   * them, so that no other browser finishes it. Empty before the first page.
   */
  bindings: readonly string[];
  /** How it was asked for: what a client says of itself is read, never kept. */
  visitor: { method: string; agent: string; purpose: string };
  /** The client's network address, to count failed sign-ins; never logged. */
  address: string;
  /** Fires when the client goes away (live pages). */
  signal: AbortSignal;
}

/**
 * Of an answer that is the same for everyone: whoever asked, and what stands on the way, may keep it for a while
 * (RFC 9111), and it sets no cookie. `modifiedAt`: when what it tells last changed (ISO 8601).
 */
export interface Shared {
  modifiedAt?: string;
}

/** What a handler answers. The web shell alone touches the response. */
export type Reply =
  | { kind: 'page'; template: string; page: Page; status: number; shared?: Shared }
  | { kind: 'redirect'; to: string; flash?: string }
  | {
      kind: 'file';
      bytes: Uint8Array;
      type: string;
      name: string;
      inline: boolean;
      csp?: string;
      shared?: Shared;
    }
  /** A file made while it leaves: what fails on the way breaks the connection, so that nobody takes it for whole. */
  | { kind: 'stream'; stream: Readable; type: string; name: string }
  | { kind: 'json'; value: unknown; status: number }
  | { kind: 'events'; stream: AsyncIterable<{ event: string; data: unknown }> }
  /** Opens or closes a person's session, or an office's: sets or clears its cookie, then redirects. */
  | {
      kind: 'session';
      holder?: 'office';
      token: string | undefined;
      expires: Date | undefined;
      to: string;
    };

export interface Page {
  /** The page's title: the object and its state (« Instruction 2027 — en relecture »). */
  title: string;
  /** From the home page down to the parent; the page itself is added by the layout. */
  breadcrumb?: { label: string; href: string }[];
  /** What the template's front matter declares, no more and no less. */
  model: Record<string, unknown>;
  /** The faults of a refused form: shown in a summary and beside each field. */
  errors?: FieldError[];
  /** Module scripts of the browser bundle this page needs (names of src/web/browser entries). */
  scripts?: string[];
  /** Others that its scripts load only when they are asked to: their addresses stand in the page. */
  onDemand?: string[];
  /** « bare » for the prefectures' pages: no staff navigation; « public » for what everyone may read. */
  layout?: 'staff' | 'bare' | 'public';
}

export interface Route<Params = unknown, Query = unknown, Body = unknown> {
  method: 'get' | 'post';
  path: string;
  access: Access;
  params?: ZodType<Params>;
  query?: ZodType<Query>;
  /** Required on every POST: what is not declared is not accepted. */
  body?: ZodType<Body>;
  /** A single file, in the named field of a multipart form. */
  upload?: {
    field: string;
    maxBytes: number;
    /** The form itself says that a file is too large, beside its field, which must be the form's last. */
    tooLarge?: 'beside-field';
  };
  /** Of a form larger than the others: bytes of it, and fields. */
  largest?: { maxBytes: number; maxFields: number };
  /**
   * Of a POST that may lose nothing: what is answered, with what was typed, to a browser whose session has ended,
   * in the place of the sign-in page. Nothing of what is kept may be read for it.
   */
  signedOut?: (sent: { path: string; typed: Record<string, string> }) => Reply;
  /** Pages that an outside system posts to or that have no cookie: no CSRF token is asked. */
  csrf?: 'exempt';
  handle(request: RouteRequest<Params, Query, Body>): Promise<Reply>;
}

/** Keeps the schemas' types inside the route, and forgets them in the list. */
export function route<Params = Record<string, never>, Query = unknown, Body = unknown>(
  definition: Route<Params, Query, Body>,
): Route {
  return definition as unknown as Route;
}

export function page(template: string, content: Page, status = 200): Reply {
  return { kind: 'page', template, page: content, status };
}

/** A page that is the same for everyone; it has no form, and knows nobody. */
export function sharedPage(template: string, content: Page, shared: Shared, status = 200): Reply {
  return { kind: 'page', template, page: { ...content, layout: 'public' }, status, shared };
}

/** After a POST. `flash` is the French sentence shown once on the next page. */
export function redirect(to: string, flash?: string): Reply {
  return flash === undefined ? { kind: 'redirect', to } : { kind: 'redirect', to, flash };
}

export function file(
  bytes: Uint8Array,
  options: { type: string; name: string; inline?: boolean; csp?: string; shared?: Shared },
): Reply {
  const { inline = false, ...told } = options;
  return { kind: 'file', bytes, inline, ...told };
}

/** A file that is written while it leaves. */
export function download(stream: Readable, options: { type: string; name: string }): Reply {
  return { kind: 'stream', stream, ...options };
}

export function json(value: unknown, status = 200): Reply {
  return { kind: 'json', value, status };
}

export function events(stream: AsyncIterable<{ event: string; data: unknown }>): Reply {
  return { kind: 'events', stream };
}
