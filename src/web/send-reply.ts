import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { sha256Hex } from '../kernel/hash.ts';
import { sendCompressed } from './compression.ts';
import type { Cookies } from './cookies.ts';
import type { PageContext, Shell } from './shell.ts';
import type { Reply, Shared } from './route.ts';

// A comment now and then keeps proxies from closing a live page that has nothing to say.
const heartbeatMs = 15_000;

// How long a proxy that kept a text may still show it once it was taken away.
const sharedSeconds = 300;

export interface SendDeps {
  shell: Shell;
  cookies: Cookies;
  keepFlash(sentence: string): Promise<void>;
}

/** The one place where a handler's reply becomes an answer. */
export async function sendReply(
  deps: SendDeps,
  reply: Reply,
  response: Response,
  context: PageContext,
): Promise<void> {
  switch (reply.kind) {
    case 'page': {
      const body = Buffer.from(deps.shell.render(reply.template, reply.page, context));
      tellCaches(response.status(reply.status).type('html'), body, reply.shared);
      await sendCompressed(response, body);
      return;
    }
    case 'redirect':
      if (reply.flash !== undefined) await deps.keepFlash(reply.flash);
      response.redirect(303, reply.to);
      return;
    case 'session': {
      const { holder = 'person', token, expires } = reply;
      if (token !== undefined && expires !== undefined)
        deps.cookies.setSession(response, holder, { token, expires });
      else deps.cookies.clearSession(response, holder);
      response.redirect(303, reply.to);
      return;
    }
    case 'file':
      tellCaches(response.type(reply.type), reply.bytes, reply.shared);
      response.set('Content-Disposition', dispositionOf(reply));
      if (reply.csp !== undefined) response.set('Content-Security-Policy', reply.csp);
      response.send(Buffer.from(reply.bytes.buffer, reply.bytes.byteOffset, reply.bytes.byteLength));
      return;
    case 'stream':
      response
        .type(reply.type)
        .set('Cache-Control', 'no-store')
        .set('Content-Disposition', dispositionOf({ ...reply, inline: false }));
      await pipeline(reply.stream, response).catch((error: { code?: string }) => {
        // Whoever asked left before its end: nobody is there to be told.
        if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
      });
      return;
    case 'json':
      response.status(reply.status).set('Cache-Control', 'no-store').json(reply.value);
      return;
    case 'events':
      await sendEvents(reply.stream, response);
  }
}

/**
 * What is one person's own is kept nowhere; what is everyone's, for a few minutes on the way, while a browser asks
 * again each time by its tag or its day (RFC 9110, 13.1): express answers 304 when neither changed. A weak tag: the
 * bytes may leave compressed.
 */
function tellCaches(response: Response, bytes: Uint8Array, shared: Shared | undefined): void {
  if (shared === undefined) return void response.set('Cache-Control', 'no-store');
  response
    .set('Cache-Control', `public, max-age=0, s-maxage=${sharedSeconds}`)
    .set('ETag', `W/"${sha256Hex(bytes)}"`);
  if (shared.modifiedAt !== undefined)
    response.set('Last-Modified', new Date(shared.modifiedAt).toUTCString());
}

/** RFC 6266: an ASCII name for old clients, the true one in UTF-8. */
function dispositionOf(reply: { name: string; inline: boolean }): string {
  const ascii = reply.name.normalize('NFD').replace(/[^\w.-]/g, '-');
  return `${reply.inline ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(reply.name)}`;
}

async function sendEvents(
  stream: AsyncIterable<{ event: string; data: unknown }>,
  response: Response,
): Promise<void> {
  response
    .status(200)
    .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(': \n\n'), heartbeatMs);
  try {
    for await (const { event, data } of stream) {
      if (response.writableEnded || response.destroyed) break;
      response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    }
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}
