import { useEffect, useState } from 'react';

const kept = 'chandler.secret';

/**
 * What follows # in the address of a link that was handed out. A browser never sends it, so it is in no server's log; it
 * is taken out of the address as well, and kept in this tab only, for who has to sign in first and comes back.
 */
export function useSecret(): string {
  const [secret] = useState(() => decodeURIComponent(window.location.hash.slice(1)) || (sessionStorage.getItem(kept) ?? ''));
  useEffect(() => {
    sessionStorage.setItem(kept, secret);
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }, [secret]);
  return secret;
}

/** Forgets a secret that was used. */
export function forgetSecret() {
  sessionStorage.removeItem(kept);
}
