import { setNonce } from 'get-nonce';

/** The nonce that the server gave this page: style sheets that scripts add carry it, or the browser refuses them. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

// The library that keeps the page from scrolling under a dialog asks for it here.
setNonce(nonce);
