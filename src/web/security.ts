import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Headers of every answer: nothing from elsewhere, no inline script or style, no framing.
 * Over http (a workstation), neither HSTS nor upgrade-insecure-requests: they would lock people out.
 */
export function securityHeaders(options: { secure: boolean }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        objectSrc: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        baseUri: ["'none'"],
        ...(options.secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: options.secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: options.secure,
    originAgentCluster: options.secure,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'sameorigin' },
  });
}

/** An address that is not valid percent-encoding is the visitor's mistake: 400, before any routing. */
export const refuseMalformedAddresses: RequestHandler = (request, _response, next) => {
  try {
    decodeURIComponent(request.path);
    next();
  } catch {
    next(Object.assign(new URIError('malformed address'), { status: 400 }));
  }
};
